package ajar.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PkceTest {
    /// The pair of RFC 7636, appendix B.
    private static final String VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

    private static final String CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

    @Test
    void theVerifierOfTheStandardFitsItsChallenge() {
        assertThat(Pkce.challenge(VERIFIER)).isEqualTo(CHALLENGE);
        assertThat(Pkce.fits(VERIFIER, CHALLENGE)).isTrue();
        assertThat(Pkce.isChallenge(CHALLENGE)).isTrue();
    }

    @Test
    void nothingElseDoes() {
        assertThat(Pkce.fits(CHALLENGE, CHALLENGE)).isFalse();
        assertThat(Pkce.fits(VERIFIER.substring(1) + "x", CHALLENGE)).isFalse();
        assertThat(Pkce.fits(null, CHALLENGE)).isFalse();
        assertThat(Pkce.fits("", CHALLENGE)).isFalse();
        assertThat(Pkce.fits("short", Pkce.challenge("short"))).isFalse();
        assertThat(Pkce.isChallenge(CHALLENGE + "=")).isFalse();
        assertThat(Pkce.isChallenge("")).isFalse();
    }

    @Test
    void aVerifierNeedsAChallenge() {
        assertThat(Pkce.fits(VERIFIER, null)).isFalse();
        assertThat(Pkce.fits(null, null)).isTrue();
    }
}
