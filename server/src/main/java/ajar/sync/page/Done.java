package ajar.sync.page;

import ajar.web.Html;
import ajar.web.Template;
import java.util.Arrays;
import java.util.Map;

/// What was done on the page, with the word that asks for it and the sentence that tells of it.
/// Addresses carry the word alone, so that nobody can make the page say what they like.
enum Done {
    NOTHING("", ""),
    CONNECTED("connect", "The calendar is connected. Its meetings appear as soon as it has been read."),
    RENEWED("renew", "The account is connected anew, and is being read."),
    PAUSED("pause", "The account is paused. Its meetings stay as they are."),
    RESUMED("resume", "The account is read again."),
    READ("read", "The calendars have been read."),
    PASSWORD("password", "The new password is kept, and the account is being read with it."),
    DISCONNECTED("disconnect", "The account is disconnected. Its meetings stay as they are.");

    private static final Template MESSAGE = new Template("<p class=\"message\" role=\"status\">${text}</p>\n");

    private final String word;
    private final String sentence;

    Done(String word, String sentence) {
        this.word = word;
        this.sentence = sentence;
    }

    /// What a word stands for; nothing for a word that stands for nothing.
    static Done of(String word) {
        return Arrays.stream(values())
                .filter(it -> it.word.equals(word))
                .findFirst()
                .orElse(NOTHING);
    }

    String word() {
        return word;
    }

    /// The box that tells of it.
    static Html message(String word) {
        var done = of(word);
        return done == NOTHING ? Html.NOTHING : MESSAGE.fill(Map.of("text", Html.text(done.sentence)));
    }
}
