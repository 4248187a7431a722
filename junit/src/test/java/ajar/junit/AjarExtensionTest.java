package ajar.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.net.http.HttpClient;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.platform.testkit.engine.EngineTestKit;

/// Runs test classes within a test, and looks at what they were given.
class AjarExtensionTest {
    /// The organizations that were given, by who got them.
    private static final Map<String, AjarOrganization> GIVEN = new ConcurrentHashMap<>();

    @ExtendWith(AjarExtension.class)
    static class FirstCase {
        FirstCase(AjarOrganization organization) {
            GIVEN.put("first constructor", organization);
        }

        @BeforeAll
        static void before(AjarOrganization organization) {
            GIVEN.put("first before all", organization);
        }

        @Test
        void one(AjarOrganization organization) throws Exception {
            GIVEN.put("first method", organization);
            assertThat(status(organization)).isEqualTo(200);
        }

        @Nested
        class Inner {
            @Test
            void two(AjarOrganization organization) {
                GIVEN.put("first nested", organization);
            }
        }
    }

    @ExtendWith(AjarExtension.class)
    static class SecondCase {
        @Test
        void one(AjarOrganization organization) throws Exception {
            GIVEN.put("second method", organization);
            assertThat(status(organization)).isEqualTo(200);
        }
    }

    private static int status(AjarOrganization organization) throws Exception {
        return HttpClient.newHttpClient()
                .send(organization.request("/me/").build(), BodyHandlers.discarding())
                .statusCode();
    }

    @Test
    void eachClassHasAnOrganizationOfItsOwnUntilItsEnd() throws Exception {
        try (var process = ServerProcess.start(null)) {
            System.setProperty("ajar.url", process.url() + "/");
            System.setProperty("ajar.key", ServerProcess.KEY);
            EngineTestKit.engine("junit-jupiter")
                    .selectors(selectClass(FirstCase.class), selectClass(SecondCase.class))
                    .execute()
                    .testEvents()
                    .assertStatistics(tests -> tests.succeeded(3).failed(0));

            var first = List.of(
                    GIVEN.get("first constructor"),
                    GIVEN.get("first before all"),
                    GIVEN.get("first method"),
                    GIVEN.get("first nested"));
            assertThat(first).containsOnly(first.get(0));
            assertThat(GIVEN.get("second method").organizationId())
                    .isNotEqualTo(first.get(0).organizationId());
            assertThat(status(first.get(0))).as("after its class").isEqualTo(401);
            assertThat(status(GIVEN.get("second method"))).isEqualTo(401);
        } finally {
            System.clearProperty("ajar.url");
            System.clearProperty("ajar.key");
        }
    }

    @Test
    void aLauncherThatFailsIsToldOfWithWhatItSaid() {
        var process = ServerProcess.start("/bin/false");

        assertThatThrownBy(process::url)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Ajar has not started");
    }

    @Test
    void aServerThatIsNotInTestModeIsToldOf() {
        System.setProperty("ajar.url", "http://127.0.0.1:1");
        try (var server = Server.start()) {
            assertThatThrownBy(() -> server.organization("Test")).hasMessageContaining("does not answer");
        } finally {
            System.clearProperty("ajar.url");
        }
    }
}
