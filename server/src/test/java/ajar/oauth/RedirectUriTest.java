package ajar.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedirectUriTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://app.example.com/callback",
                "https://app.example.com:8443/callback?from=ajar",
                "http://127.0.0.1/callback",
                "http://127.0.0.1:8123/callback",
                "http://[::1]:8123/callback",
                "http://localhost:3000/callback",
                "com.example.app:/callback",
                "com.example.app://callback"
            })
    void whatIsSafeCanBeRegistered(String uri) {
        assertThat(RedirectUri.objection(uri)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/callback",
                "app.example.com/callback",
                "http://app.example.com/callback",
                "http://127.0.0.1.example.com/callback",
                "http://localhost.example.com/",
                "HTTPS://app.example.com/",
                "https:///callback",
                "https://user@app.example.com/",
                "https://app.example.com/#fragment",
                "https://app.example.com/#",
                "https://app.example.com/a b",
                "https://*.example.com/",
                "https://app.example.com/\r\nset-cookie: x=y",
                "https://exämple.com/",
                "javascript:alert(1)",
                "data:text/html,x",
                "file:///etc/passwd",
                "myapp://callback",
                "https://app.example.com;script-src:x/"
            })
    void whatIsNotSafeCannot(String uri) {
        assertThat(RedirectUri.objection(uri)).isPresent();
    }

    @Test
    void aLongOneCannot() {
        assertThat(RedirectUri.objection("https://app.example.com/" + "x".repeat(2000)))
                .isPresent();
    }

    @ParameterizedTest
    @CsvSource({
        "https://app.example.com/callback, true",
        "https://app.example.com/callback/, false",
        "https://app.example.com/callback?x=y, false",
        "https://app.example.com/Callback, false",
        "https://app.example.com:443/callback, false",
        "http://app.example.com/callback, false",
        "http://127.0.0.1:49152/back, true",
        "http://127.0.0.1/back, true",
        "http://127.0.0.1:49152/other, false",
        "http://127.0.0.1:49152@evil.example.com/back, false",
        "http://127.0.0.1:evil/back, false",
        "http://127.0.0.1.evil.example.com/back, false",
        "http://localhost:49152/back, false",
        "https://127.0.0.1/back, false",
        "http://[::1]:49152/back, false"
    })
    void onlyTheLoopbackPortIsFree(String asked, boolean registered) {
        var uris = List.of("https://app.example.com/callback", "http://127.0.0.1:8123/back");

        assertThat(RedirectUri.isRegistered(asked, uris)).isEqualTo(registered);
    }

    @ParameterizedTest
    @CsvSource({
        "https://app.example.com:8443/callback?x=y, https://app.example.com:8443",
        "http://127.0.0.1:9/x, http://127.0.0.1:9",
        "com.example.app:/callback, com.example.app:",
        "com.example.app://callback/x, com.example.app:"
    })
    void aPolicyNamesThePlace(String uri, String source) {
        assertThat(RedirectUri.source(uri)).isEqualTo(source);
    }
}
