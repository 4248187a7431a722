package ajar.login;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jwt.JWT;
import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.GeneralException;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.auth.ClientAuthenticationMethod;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.ClientSecretPost;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponse;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponseParser;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import com.nimbusds.openid.connect.sdk.rp.OIDCClientInformation;
import com.nimbusds.openid.connect.sdk.rp.OIDCClientMetadata;
import com.nimbusds.openid.connect.sdk.validators.IDTokenValidator;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Somebody else's identity provider, spoken to in OpenID Connect: discovery, the code flow with PKCE,
/// ID tokens. Safe for use by many threads.
public final class IdentityProvider {
    private static final int PATIENCE_MILLIS = (int) Duration.ofSeconds(10).toMillis();

    /// The largest list of keys, in bytes.
    private static final int LARGEST_KEYS = 100_000;

    /// The algorithms that are accepted, by preference: all of them sign with a key that only the
    /// provider has.
    private static final List<JWSAlgorithm> ALGORITHMS = List.of(
            JWSAlgorithm.RS256,
            JWSAlgorithm.ES256,
            JWSAlgorithm.PS256,
            JWSAlgorithm.RS384,
            JWSAlgorithm.RS512,
            JWSAlgorithm.ES384,
            JWSAlgorithm.ES512);

    private final Settings settings;
    private final URI callback;
    private volatile @Nullable Discovered discovered;

    /// How an operator has registered this server with the provider.
    ///
    /// @param issuer the provider's address, whose discovery document is below it
    /// @param clientSecret empty when this server was registered as a public client
    public record Settings(String issuer, String clientId, String clientSecret) {}

    private record Discovered(OIDCProviderMetadata metadata, IDTokenValidator validator) {}

    /// @param callback where the provider sends people back to
    IdentityProvider(Settings settings, URI callback) {
        this.settings = settings;
        this.callback = callback;
    }

    /// What people know the provider by.
    String name() {
        String host = URI.create(settings.issuer()).getHost();
        return host == null ? settings.issuer() : host;
    }

    /// The address at which people sign in.
    URI signIn(String state, String nonce, String verifier) throws SignInException {
        return new AuthenticationRequest.Builder(
                        ResponseType.CODE, new Scope("openid", "email"), new ClientID(settings.clientId()), callback)
                .endpointURI(discover().metadata().getAuthorizationEndpointURI())
                .state(new State(state))
                .nonce(new Nonce(nonce))
                .codeChallenge(new CodeVerifier(verifier), CodeChallengeMethod.S256)
                .build()
                .toURI();
    }

    /// The address of the person who has signed in, which the provider says it has verified.
    ///
    /// @param code what the provider sent them back with
    String email(String code, String nonce, String verifier) throws SignInException {
        var provider = discover();
        var grant = new AuthorizationCodeGrant(new AuthorizationCode(code), callback, new CodeVerifier(verifier));
        try {
            var claims = provider.validator().validate(idToken(provider.metadata(), grant), new Nonce(nonce));
            String email = claims.getStringClaim("email");
            if (email == null || !Boolean.TRUE.equals(claims.getBooleanClaim("email_verified"))) {
                throw new SignInException("the provider knows no verified address of " + claims.getSubject());
            }
            return email;
        } catch (BadJOSEException | JOSEException forged) {
            throw new SignInException("the ID token is not in order: " + forged.getMessage(), forged);
        }
    }

    private JWT idToken(OIDCProviderMetadata metadata, AuthorizationCodeGrant grant) throws SignInException {
        try {
            var request = tokenRequest(metadata, grant).toHTTPRequest();
            request.setConnectTimeout(PATIENCE_MILLIS);
            request.setReadTimeout(PATIENCE_MILLIS);
            request.setFollowRedirects(false);
            HTTPResponse response = request.send();
            if (!(OIDCTokenResponseParser.parse(response) instanceof OIDCTokenResponse success)) {
                throw new SignInException("the provider refuses the code with " + response.getStatusCode());
            }
            return success.getOIDCTokens().getIDToken();
        } catch (IOException | ParseException failed) {
            throw new SignInException("the provider's tokens cannot be had: " + failed.getMessage(), failed);
        }
    }

    private TokenRequest tokenRequest(OIDCProviderMetadata metadata, AuthorizationCodeGrant grant) {
        var endpoint = metadata.getTokenEndpointURI();
        var id = new ClientID(settings.clientId());
        if (settings.clientSecret().isEmpty()) {
            return new TokenRequest.Builder(endpoint, id, grant).build();
        }
        var secret = new Secret(settings.clientSecret());
        var methods = metadata.getTokenEndpointAuthMethods();
        boolean basic = methods == null || methods.contains(ClientAuthenticationMethod.CLIENT_SECRET_BASIC);
        return new TokenRequest.Builder(
                        endpoint, basic ? new ClientSecretBasic(id, secret) : new ClientSecretPost(id, secret), grant)
                .build();
    }

    /// What the provider tells of itself, asked for once it has answered; its keys are asked for anew when
    /// they change.
    private Discovered discover() throws SignInException {
        var known = discovered;
        if (known != null) {
            return known;
        }
        try {
            var metadata =
                    OIDCProviderMetadata.resolve(new Issuer(settings.issuer()), PATIENCE_MILLIS, PATIENCE_MILLIS);
            var client = new OIDCClientMetadata();
            client.setIDTokenJWSAlg(algorithm(metadata));
            var retriever = new DefaultResourceRetriever(PATIENCE_MILLIS, PATIENCE_MILLIS, LARGEST_KEYS);
            var keys = JWKSourceBuilder.create(metadata.getJWKSetURI().toURL(), retriever)
                    .refreshAheadCache(false)
                    .build();
            var validator = IDTokenValidator.create(
                    metadata, new OIDCClientInformation(new ClientID(settings.clientId()), client), keys);
            var found = new Discovered(metadata, validator);
            discovered = found;
            return found;
        } catch (GeneralException | IOException failed) {
            throw new SignInException(
                    "the provider's discovery document cannot be had: " + failed.getMessage(), failed);
        }
    }

    private static JWSAlgorithm algorithm(OIDCProviderMetadata metadata) throws SignInException {
        var offered = metadata.getIDTokenJWSAlgs();
        return ALGORITHMS.stream()
                .filter(it -> offered != null && offered.contains(it))
                .findFirst()
                .orElseThrow(() -> new SignInException("the provider signs in no way that is accepted here"));
    }
}
