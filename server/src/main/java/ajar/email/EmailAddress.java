package ajar.email;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Someone who sends or receives email, as `sender`, `to`, `cc` and `bcc` write them (Close docs:
/// Emails).
///
/// @param name the display name without quotes; null when there is none
/// @param email the bare address, as written
public record EmailAddress(@Nullable String name, String email) {
    /// The longest address that can travel in an SMTP command.
    public static final int MAX_LENGTH = 254;

    private static final int MAX_LOCAL_LENGTH = 64;
    private static final Pattern LOCAL = Pattern.compile("[\\p{L}\\p{M}\\p{N}!#$%&'*+/=?^_`{|}~.-]+");
    private static final Pattern LABEL =
            Pattern.compile("[\\p{L}\\p{N}](?:[\\p{L}\\p{M}\\p{N}-]{0,61}[\\p{L}\\p{M}\\p{N}])?");
    private static final Pattern DIGITS = Pattern.compile("\\d+");
    private static final Pattern COMMENT = Pattern.compile("([^\\s()]+)\\s+\\(([^()]*)\\)");
    private static final Pattern NEEDS_QUOTES = Pattern.compile("[^\\p{L}\\p{M}\\p{N} !#$%&'*+/=?^_`{|}~-]");

    /// One address in any of its spellings: `addr`, `<addr>`, `Name <addr>`, `"Name" <addr>`, `addr
    /// (Name)`.
    ///
    /// Answers null when there is no valid address in it.
    public static @Nullable EmailAddress parse(String text) {
        String trimmed = text.strip();
        int open = trimmed.endsWith(">") ? trimmed.lastIndexOf('<') : -1;
        if (open >= 0) {
            return of(trimmed.substring(0, open), trimmed.substring(open + 1, trimmed.length() - 1));
        }
        Matcher comment = COMMENT.matcher(trimmed);
        return comment.matches() ? of(comment.group(2), comment.group(1)) : of("", trimmed);
    }

    /// The addresses of a list separated by commas or semicolons, in order; what is not an address is
    /// left out.
    ///
    /// Commas inside quotes belong to the name, and so does one in a careless `Doe, Jane
    /// <jane@example.com>`.
    public static List<EmailAddress> parseList(String text) {
        List<EmailAddress> addresses = new ArrayList<>();
        StringBuilder kept = new StringBuilder();
        for (String part : parts(text)) {
            kept.append(kept.isEmpty() ? "" : ", ").append(part.strip());
            if (part.indexOf('@') >= 0) {
                EmailAddress address = parse(kept.toString());
                EmailAddress alone = address == null ? parse(part) : address;
                if (alone != null) {
                    addresses.add(alone);
                }
                kept.setLength(0);
            }
        }
        return addresses;
    }

    /// Whether a bare address could receive email: one `@`, a dotted domain, at most 254 characters.
    ///
    /// International letters pass on both sides. The caller says `Invalid email address.`
    public static boolean isValid(String email) {
        int at = email.indexOf('@');
        return email.length() <= MAX_LENGTH
                && at > 0
                && isLocal(email.substring(0, at))
                && isDomain(email.substring(at + 1));
    }

    /// The address as a header writes it: `addr`, `Name <addr>`, or `"Name" <addr>` where the name
    /// needs quotes.
    public String render() {
        if (name == null || name.isBlank()) {
            return email;
        }
        boolean quoted = NEEDS_QUOTES.matcher(name).find();
        String shown = quoted ? '"' + name.replace("\\", "\\\\").replace("\"", "\\\"") + '"' : name;
        return shown + " <" + email + ">";
    }

    private static @Nullable EmailAddress of(String name, String email) {
        String address = email.strip();
        String shown = unquote(name.strip()).replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
        return isValid(address) ? new EmailAddress(shown.isEmpty() ? null : shown, address) : null;
    }

    private static String unquote(String name) {
        if (name.length() < 2 || name.charAt(0) != '"' || name.charAt(name.length() - 1) != '"') {
            return name;
        }
        return name.substring(1, name.length() - 1).replaceAll("\\\\(.)", "$1");
    }

    private static List<String> parts(String text) {
        List<String> parts = new ArrayList<>();
        boolean quoted = false;
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && quoted) {
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (!quoted && (c == ',' || c == ';' || c == '\n')) {
                parts.add(text.substring(start, i));
                start = i + 1;
            }
        }
        parts.add(text.substring(start));
        return parts;
    }

    private static boolean isLocal(String local) {
        return local.length() <= MAX_LOCAL_LENGTH
                && LOCAL.matcher(local).matches()
                && !local.startsWith(".")
                && !local.endsWith(".")
                && !local.contains("..");
    }

    private static boolean isDomain(String domain) {
        String[] labels = domain.split("\\.", -1);
        for (String label : labels) {
            if (!LABEL.matcher(label).matches()) {
                return false;
            }
        }
        return labels.length > 1 && !DIGITS.matcher(labels[labels.length - 1]).matches();
    }
}
