package ajar.email;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The subject of an email, and what is left of it when a conversation is named (Close docs: Email
/// Threads).
public final class Subject {
    private static final String MARK = "(?:re|fwd|fw|aw|wg|sv|vs|antw)\\s?(?:[\\[(]\\d{1,4}[\\])])?\\s?[:\uFF1A]\\s*+";
    private static final Pattern REPLY = Pattern.compile("\\s*+" + MARK, Pattern.CASE_INSENSITIVE);
    private static final Pattern LIST = Pattern.compile("\\s*+(\\[[^\\[\\]]{1,80}\\])\\s*+");

    private Subject() {}

    /// A subject without the marks of replying and forwarding, however many and in whatever language
    /// met most.
    ///
    /// `Re: [list] RE[2]: Fwd: Hello` gives `[list] Hello`: tags of lists stay. White space is folded.
    public static String normalize(String subject) {
        StringBuilder tags = new StringBuilder();
        int at = afterReplies(subject, 0);
        Matcher tag = LIST.matcher(subject);
        while (tag.region(at, subject.length()).lookingAt()) {
            tags.append(tag.group(1)).append(' ');
            at = afterReplies(subject, tag.end());
        }
        return (tags + subject.substring(at)).replaceAll("\\s+", " ").strip();
    }

    private static int afterReplies(String subject, int from) {
        Matcher reply = REPLY.matcher(subject);
        int at = from;
        while (reply.region(at, subject.length()).lookingAt()) {
            at = reply.end();
        }
        return at;
    }
}
