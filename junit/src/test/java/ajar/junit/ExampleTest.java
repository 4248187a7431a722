package ajar.junit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// How a program's own tests use the extension.
@ExtendWith(AjarExtension.class)
class ExampleTest {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final AjarOrganization organization;

    ExampleTest(AjarOrganization organization) {
        this.organization = organization;
    }

    @Test
    void aLeadIsThereAfterItWasMade() throws Exception {
        assertThat(post("/lead/", "{\"name\": \"Acme\"}").statusCode()).isEqualTo(200);

        assertThat(get("/lead/").body()).contains("\"Acme\"", organization.organizationId());
    }

    @Test
    void aMeetingStartsWhenItsTimeHasCome() throws Exception {
        String lead = post("/lead/", "{\"name\": \"Bruce\"}").body().replaceAll(".*\"id\":\"(lead_\\w+)\".*", "$1");
        post("/activity/meeting/", """
            {"lead_id": "%s", "title": "Demo",
             "starts_at": "2030-10-11T16:30:00Z", "ends_at": "2030-10-11T17:30:00Z"}\
            """.formatted(lead));

        put("/ajar/organization/" + organization.organizationId() + "/clock", "{\"now\": \"2030-10-11T16:30:00Z\"}");

        assertThat(get("/activity/meeting/").body()).contains("\"status\":\"in-progress\"");
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return HTTP.send(organization.request(path).build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> post(String path, String json) throws IOException, InterruptedException {
        var request = organization.request(path).POST(BodyPublishers.ofString(json));
        return HTTP.send(request.build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> put(String path, String json) throws IOException, InterruptedException {
        var request = organization.request(path).PUT(BodyPublishers.ofString(json));
        return HTTP.send(request.build(), BodyHandlers.ofString());
    }
}
