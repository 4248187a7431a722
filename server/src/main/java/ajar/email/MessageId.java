package ajar.email;

import java.util.Locale;
import java.util.regex.Pattern;

/// The name of one email among all emails, with its angle brackets, as `message_ids` lists them.
public final class MessageId {
    private static final Pattern NOT_LOCAL = Pattern.compile("[^A-Za-z0-9._+=-]");
    private static final Pattern NOT_DOMAIN = Pattern.compile("[^a-z0-9.-]");

    private MessageId() {}

    /// `<random@domain>`; characters that could break a header are left out of both.
    ///
    /// @param random text that occurs once, from the caller
    /// @param domain where the email comes from, such as the part after the `@` of its sender @throws
    ///     IllegalArgumentException if nothing is left of one of them
    public static String of(String random, String domain) {
        String local = NOT_LOCAL.matcher(random).replaceAll("");
        String host = NOT_DOMAIN.matcher(domain.toLowerCase(Locale.ROOT)).replaceAll("");
        if (local.isEmpty() || host.isEmpty()) {
            throw new IllegalArgumentException("A message id needs some text and a domain");
        }
        return "<" + local + "@" + host + ">";
    }
}
