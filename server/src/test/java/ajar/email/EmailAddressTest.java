package ajar.email;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EmailAddressTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        rep@example.com                     |             | rep@example.com
        <rep@example.com>                   |             | rep@example.com
        Ada Example <rep@example.com>       | Ada Example | rep@example.com
        "Ada Example" <rep@example.com>     | Ada Example | rep@example.com
        "Example, Ada" <rep@example.com>    | Example, Ada | rep@example.com
        "Ada \\"The\\" E" <rep@example.com> | Ada "The" E | rep@example.com
        "" <rep@example.com>                |             | rep@example.com
        rep@example.com (Ada Example)       | Ada Example | rep@example.com
        a <b> c <rep@example.com>           | a <b> c     | rep@example.com
        Jürgen < j.ö@exämple.de >           | Jürgen      | j.ö@exämple.de
        """)
    void everySpellingOfAnAddressIsRead(String text, String name, String email) {
        assertThat(EmailAddress.parse(text)).isEqualTo(new EmailAddress(name, email));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "Ada", "<>", "Ada <>", "Ada <ada>", "ada@", "@example.com", "a@b@c.com", ">", "a b@c.de"
            })
    void whatHoldsNoAddressIsNull(String text) {
        assertThat(EmailAddress.parse(text)).isNull();
    }

    @Test
    void listsKeepCommasOfNames() {
        String list = "a@x.com, \"Example, Ada\" <b@x.com>; Doe, Jane <c@x.com>,, nobody, d@x.com";

        assertThat(EmailAddress.parseList(list))
                .containsExactly(
                        new EmailAddress(null, "a@x.com"),
                        new EmailAddress("Example, Ada", "b@x.com"),
                        new EmailAddress("Doe, Jane", "c@x.com"),
                        new EmailAddress(null, "d@x.com"));
        assertThat(EmailAddress.parseList("")).isEmpty();
        assertThat(EmailAddress.parseList("undisclosed-recipients:;")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                     | rep@example.com | rep@example.com
        ` `          | rep@example.com | rep@example.com
        Ada Example  | rep@example.com | Ada Example <rep@example.com>
        Example, Ada | rep@example.com | "Example, Ada" <rep@example.com>
        A "B" \\ C   | rep@example.com | "A \\"B\\" \\\\ C" <rep@example.com>
        """)
    void namesAreQuotedWhereNeeded(String name, String email, String rendered) {
        assertThat(new EmailAddress(name, email).render()).isEqualTo(rendered);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a@b.co",
                "a.b+c_d-e@sub.example.com",
                "o'neil@x.ie",
                "1@2.com",
                "ü@exämple.de",
                "a@xn--p1ai.xn--p1ai"
            })
    void plausibleAddressesAreValid(String email) {
        assertThat(EmailAddress.isValid(email)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a",
                "a@b",
                "a@b.1",
                ".a@b.co",
                "a.@b.co",
                "a..b@c.co",
                "a@-b.co",
                "a@b-.co",
                "a@b..co",
                "a@.co",
                "a@b.co.",
                "a b@c.co",
                "a@b c.co",
                "a@b.co\n",
                "a@b.co\u0000",
                "a,b@c.co",
                "a<b@c.co",
                "a\"b@c.co"
            })
    void implausibleAddressesAreNot(String email) {
        assertThat(EmailAddress.isValid(email)).isFalse();
    }

    @Test
    void anAddressHasAtMost254Characters() {
        String domain = "x.".repeat(124) + "com";

        assertThat(EmailAddress.isValid("ab@" + domain)).isTrue();
        assertThat(EmailAddress.isValid("abc@" + domain)).isFalse();
        assertThat(EmailAddress.isValid("a".repeat(65) + "@b.co")).isFalse();
    }

    @Property
    void renderedAddressesAreReadAgain(@ForAll @StringLength(max = 30) String name) {
        EmailAddress parsed = EmailAddress.parse("\"" + name.replaceAll("[\"\\\\]", "") + "\" <a@b.co>");

        assertThat(parsed).isNotNull();
        assertThat(EmailAddress.parse(parsed.render())).isEqualTo(parsed);
    }

    @Property
    void noTextFails(@ForAll String text) {
        EmailAddress.parse(text);
        EmailAddress.parse(text + "<a@b.co>");
        EmailAddress.parseList(text);
        EmailAddress.isValid(text);
    }
}
