import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Makes a pgbench script of the statements that PostgreSQL logged for one request, so that the raw limit is
/// measured with the very statements the server runs.
///
/// Arguments: the log, the offset to read from, the script to write, and pairs `literal=expression`: a parameter with
/// exactly that value becomes the expression. A literal between slashes is a regular expression.
final class Capture {
    private Capture() {}

    public static void main(String[] arguments) throws Exception {
        Map<Pattern, String> exchanged = new LinkedHashMap<>();
        for (int i = 3; i < arguments.length; i++) {
            int equals = arguments[i].indexOf('=');
            String literal = arguments[i].substring(0, equals);
            boolean isPattern = literal.startsWith("/");
            exchanged.put(
                    Pattern.compile(isPattern ? literal.substring(1, literal.length() - 1) : Pattern.quote(literal)),
                    arguments[i].substring(equals + 1));
        }
        List<String> statements = statements(read(arguments[0], Long.parseLong(arguments[1])), exchanged);
        var script = new StringBuilder();
        boolean pipelined = !statements.isEmpty() && statements.getFirst().equals("BEGIN");
        for (int i = 0; i < statements.size(); i++) {
            // The driver sends the BEGIN along with the first statement; so does the script.
            script.append(pipelined && i == 0 ? "\\startpipeline\n" : "")
                    .append(statements.get(i))
                    .append(";\n");
            script.append(pipelined && i == 1 ? "\\endpipeline\n" : "");
        }
        Files.writeString(Path.of(arguments[2]), script, java.nio.file.StandardOpenOption.APPEND);
        System.err.println(arguments[2] + ": " + statements.size() + " statements");
        if (statements.isEmpty()) {
            System.exit(1);
        }
    }

    private static String read(String log, long offset) throws Exception {
        try (var file = new RandomAccessFile(log, "r")) {
            byte[] bytes = new byte[(int) (file.length() - offset)];
            file.seek(offset);
            file.readFully(bytes);
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    private static List<String> statements(String log, Map<Pattern, String> exchanged) {
        var entry = Pattern.compile("LOG:  (?:execute [^:]+: |statement: (?=BEGIN))(.*)");
        var detail = Pattern.compile("DETAIL:  Parameters: (.*)");
        List<String> statements = new ArrayList<>();
        List<String> lines = log.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            var statement = entry.matcher(lines.get(i));
            // The clock of what is due is nobody's request.
            if (!statement.find()
                    || lines.get(i).contains("t.due_at <=")
                    || lines.get(i).contains("SET ")) {
                continue;
            }
            var parameters = i + 1 < lines.size() ? detail.matcher(lines.get(i + 1)) : null;
            statements.add(
                    parameters != null && parameters.find()
                            ? bind(statement.group(1), values(parameters.group(1)), exchanged)
                            : statement.group(1));
        }
        return statements;
    }

    /// The values of `$1 = 'a', $2 = NULL` as SQL literals.
    private static List<String> values(String text) {
        var value = Pattern.compile("\\$\\d+ = (NULL|'[^']*+(?:''[^']*+)*+')").matcher(text);
        List<String> values = new ArrayList<>();
        while (value.find()) {
            values.add(value.group(1));
        }
        return values;
    }

    private static String bind(String statement, List<String> values, Map<Pattern, String> exchanged) {
        return Pattern.compile("\\$(\\d+)").matcher(statement).replaceAll(match -> {
            String literal = values.get(Integer.parseInt(match.group(1)) - 1);
            String plain = literal.startsWith("'") ? literal.substring(1, literal.length() - 1) : literal;
            for (var one : exchanged.entrySet()) {
                if (one.getKey().matcher(plain).matches()) {
                    return Matcher.quoteReplacement(one.getValue());
                }
            }
            // A colon before a letter would be a variable of pgbench's.
            String safe = literal.contains(":") && !plain.matches("[0-9 :.+-]*")
                    ? " E" + literal.replace("\\", "\\\\").replace(":", "\\x3a")
                    : literal;
            return Matcher.quoteReplacement(safe);
        });
    }
}
