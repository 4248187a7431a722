package ajar.calendar;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Tokens kept in memory.
public final class MemoryTokens implements OAuthTokens.Store {
    private final List<OAuthTokens> written = new ArrayList<>();
    private OAuthTokens tokens;

    public MemoryTokens(String refreshToken) {
        this(refreshToken, null, null);
    }

    public MemoryTokens(String refreshToken, String accessToken, Instant end) {
        tokens = new OAuthTokens(refreshToken, accessToken, end);
    }

    @Override
    public OAuthTokens read() {
        return tokens;
    }

    @Override
    public void write(OAuthTokens next) {
        tokens = next;
        written.add(next);
    }

    /// Replaces them as another process would.
    public void replace(OAuthTokens next) {
        tokens = next;
    }

    public List<OAuthTokens> written() {
        return written;
    }
}
