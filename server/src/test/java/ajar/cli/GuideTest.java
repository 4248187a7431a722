package ajar.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/// The guide knows of every option of the server.
class GuideTest {
    private static final Path GUIDE = Path.of("../docs/guide/installing.md");

    @Test
    void everyOptionIsInTheGuideToInstalling() throws IOException {
        String guide = Files.readString(GUIDE);
        var options = new CommandLine(new Serve())
                .getCommandSpec().options().stream()
                        .filter(option -> !option.usageHelp() && !option.versionHelp())
                        .map(CommandLine.Model.OptionSpec::longestName)
                        .toList();

        assertThat(options)
                .hasSizeGreaterThan(20)
                .allMatch(name -> guide.contains("`" + name + " ") || guide.contains("`" + name + "`"));
    }

    @Test
    void everyOptionHasAVariableThatTheGuideNames() throws IOException {
        String guide = Files.readString(GUIDE);
        var variables = new CommandLine(new Serve())
                .getCommandSpec().options().stream()
                        .filter(option -> !option.usageHelp() && !option.versionHelp())
                        .map(option -> "AJAR_"
                                + option.longestName()
                                        .substring(2)
                                        .replace('-', '_')
                                        .toUpperCase(java.util.Locale.ROOT))
                        .toList();

        assertThat(variables).allMatch(name -> guide.contains("`" + name + "`"));
    }
}
