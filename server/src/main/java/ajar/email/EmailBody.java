package ajar.email;

import ajar.text.HtmlText;
import ajar.text.RichText;

/// The two forms of an email's body, of which a client may send only one.
public final class EmailBody {
    private EmailBody() {}

    /// The HTML form of a plain body: escaped, a `<br>` for every line end; `Hello!` and a line end
    /// give `Hello!<br>`.
    public static String htmlFromText(String text) {
        return RichText.escape(text).replace("<br />", "<br>");
    }

    /// The plain form of any HTML body, whatever tags it uses; `Hello!<br>` gives `Hello!` and a line
    /// end.
    public static String textFromHtml(String html) {
        return HtmlText.of(html);
    }
}
