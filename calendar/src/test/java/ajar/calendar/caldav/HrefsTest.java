package ajar.calendar.caldav;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HrefsTest {
    @ParameterizedTest
    @CsvSource({
        "/cal/a.ics, /cal/a.ics",
        "a.ics, /cal/a.ics",
        "https://dav.example.com/cal/a.ics, /cal/a.ics",
        "/cal/a%40b.ics, /cal/a@b.ics",
        "/cal/a@b.ics, /cal/a@b.ics",
        "/cal/a b.ics, /cal/a%20b.ics",
        "/cal/a%2fb.ics, /cal/a%2Fb.ics",
        "/cal/100%25.ics, /cal/100%25.ics",
        "/cal/100%.ics, /cal/100%25.ics",
        "/cal/\u00e9.ics, /cal/%C3%A9.ics",
        "/cal/%c3%a9.ics, /cal/%C3%A9.ics",
        "/cal/a:b.ics, /cal/a:b.ics"
    })
    void aResourceHasOnePath(String href, String path) {
        assertThat(Hrefs.path(URI.create("https://dav.example.com/cal/"), href)).isEqualTo(path);
    }

    @ParameterizedTest
    @CsvSource({
        "https://dav.example.com/, https://dav.example.com/x, true",
        "https://caldav.icloud.com/, https://p12-caldav.icloud.com/x, true",
        "http://example.com/, https://dav.example.com/, true",
        "https://example.com/, http://example.com/, false",
        "https://dav.example.com/, http://mail.example.com/, false",
        "https://dav.example.com/, https://example.org/, false",
        "https://10.0.0.1/, https://11.0.0.1/, false",
        "http://localhost:1/, http://localhost:2/, false"
    })
    void aPasswordStaysInItsDomain(String given, String next, boolean mayGo) {
        assertThat(Hrefs.mayTrust(URI.create(given), URI.create(next))).isEqualTo(mayGo);
    }
}
