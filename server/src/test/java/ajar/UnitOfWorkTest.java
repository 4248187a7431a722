package ajar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ajar.activity.Activity;
import ajar.activity.Note;
import ajar.engine.entity.Entity;
import ajar.engine.problem.ApiException;
import ajar.engine.problem.Problem;
import ajar.engine.resource.Caller;
import ajar.engine.resource.Origin;
import ajar.engine.resource.Stamps;
import ajar.engine.write.Transaction;
import ajar.lead.Lead;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// One unit of work that writes many objects.
class UnitOfWorkTest {
    private static TestServer server;

    @BeforeAll
    static void start() {
        server = TestServer.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static <T> T write(Function<Transaction, T> work) {
        var caller = Caller.system(server.organization().organizationId());
        return server.server().engine().write(caller, Origin.system(), work);
    }

    private static Entity lead(Transaction work) {
        return work.create(Lead.RESOURCE, draft -> draft.set(Lead.NAME, "Acme"));
    }

    private static Entity note(Transaction work, String lead) {
        return work.create(Note.RESOURCE, draft -> draft.set(Activity.LEAD_ID, lead));
    }

    @Test
    void aLeadThatWasDeletedOnTheWayCanNotGetAnotherNote() {
        assertThatThrownBy(() -> write(work -> {
                    String lead = lead(work).need(Stamps.ID);
                    note(work, lead);
                    work.delete(Lead.RESOURCE, lead);
                    return note(work, lead);
                }))
                .isInstanceOfSatisfying(
                        ApiException.class,
                        refused -> assertThat(((Problem.Invalid) refused.problem())
                                        .errors()
                                        .toJson()
                                        .path("field-errors"))
                                .hasToString("{\"lead\":\"Object does not exist.\"}"));
    }

    @Test
    void whatIsRefusedOnceIsFoundWhenItIsThere() {
        var note = write(work -> {
            assertThatThrownBy(() -> note(work, "lead_nothing")).isInstanceOf(ApiException.class);
            String lead = lead(work).need(Stamps.ID);
            note(work, lead);
            return note(work, lead);
        });

        assertThat(server.api()
                        .get("/activity/note/?lead_id=" + note.need(Activity.LEAD_ID))
                        .orFail()
                        .path("data"))
                .hasSize(2);
    }
}
