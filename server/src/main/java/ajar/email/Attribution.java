package ajar.email;

import java.util.regex.Pattern;

/// The sentence a mail program writes above a quote: `On Friday, Ada Example wrote:`, in the languages
/// met most.
final class Attribution {
    private static final int MAX_LENGTH = 500;
    private static final Pattern BEGINNING =
            Pattern.compile("\\s{0,20}(?:On|Am|Le|El|Il|Op|Em|Den)\\s.*", Pattern.DOTALL);
    private static final Pattern SENTENCE = Pattern.compile(
            "\\s*(?:On\\s.+\\swrote|Am\\s.+\\sschrieb(?:\\s.*)?|Le\\s.+\\sa \u00E9crit|El\\s.+\\sescribi\u00F3"
                    + "|Il\\s.+\\sha scritto|Op\\s.+\\sschreef(?:\\s.*)?|Em\\s.+\\sescreveu|Den\\s.+\\sskrev(?:\\s.*)?)"
                    + "\\s?:\\s*",
            Pattern.DOTALL);

    private Attribution() {}

    static boolean begins(String line) {
        return line.length() <= MAX_LENGTH && BEGINNING.matcher(line).matches();
    }

    static boolean matches(CharSequence text) {
        return text.length() <= MAX_LENGTH && SENTENCE.matcher(text).matches();
    }
}
