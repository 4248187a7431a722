package ajar.calendar.ical;

import static org.assertj.core.api.Assertions.assertThat;

import ajar.calendar.Answer;
import ajar.calendar.Guest;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GuestsTest {
    private static List<Guest> guests(String lines) {
        return Reading.details(lines).guests();
    }

    @ParameterizedTest
    @CsvSource({
        "ACCEPTED, YES",
        "accepted, YES",
        "DECLINED, NO",
        "TENTATIVE, MAYBE",
        "NEEDS-ACTION, NOREPLY",
        "DELEGATED, NOREPLY",
        "X-WHATEVER, NOREPLY"
    })
    void answersAreRead(String status, Answer answer) {
        assertThat(guests("ATTENDEE;PARTSTAT=" + status + ":mailto:ada@example.com"))
                .containsExactly(new Guest("ada@example.com", null, answer, false));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        ATTENDEE;CN=Ada:mailto:Ada@Example.com                           | Ada@Example.com | Ada
        ATTENDEE;CN="Lovelace, Ada":MAILTO:ada@example.com               | ada@example.com | Lovelace, Ada
        ATTENDEE;CN=Ada: the first;PARTSTAT=ACCEPTED:mailto:ada@example.com | ada@example.com | Ada: the first
        ATTENDEE;CN="Ada "the" Lovelace":mailto:ada@example.com          | ada@example.com | Ada "the" Lovelace
        ATTENDEE;CN=Ada ^'the^' Lovelace:mailto:ada@example.com          | ada@example.com | Ada "the" Lovelace
        ATTENDEE;CN=ada@example.com:mailto:ada@example.com               | ada@example.com |
        ATTENDEE;EMAIL=ada@example.com;CN=Ada:/principals/ada/           | ada@example.com | Ada
        ATTENDEE;CN=Ada:urn:uuid:7b1e                                    |                 | Ada
        ATTENDEE;CN=Ada:invalid:nomail                                   |                 | Ada
        ATTENDEE:ada@example.com                                         | ada@example.com |
        ATTENDEE;CN=:mailto:mailto:<ada@example.com>                     | ada@example.com |
        """)
    void peopleAreReadHoweverTheyAreWritten(String line, String email, String name) {
        assertThat(guests(line)).singleElement().satisfies(guest -> {
            assertThat(guest.email()).isEqualTo(email);
            assertThat(guest.name()).isEqualTo(name);
        });
    }

    @Test
    void nobodyIsNoGuest() {
        assertThat(guests("ATTENDEE:\nATTENDEE;CN=\"\":mailto:\nATTENDEE;PARTSTAT=ACCEPTED:mailto:not an address"))
                .isEmpty();
    }

    @Test
    void anOrganizerWhoIsNotListedComesLastAndComes() {
        assertThat(guests("ORGANIZER;CN=Bob:mailto:bob@example.com\nATTENDEE:mailto:ada@example.com"))
                .containsExactly(
                        new Guest("ada@example.com", null, Answer.NOREPLY, false),
                        new Guest("bob@example.com", "Bob", Answer.YES, true));
    }

    @Test
    void anOrganizerWhoIsListedStaysWhereHeIsAndSaysWhatHeSays() {
        String organizer = "ORGANIZER:mailto:BOB@example.com\n";
        String ada = "\nATTENDEE:mailto:ada@example.com";
        assertThat(guests(organizer + "ATTENDEE;PARTSTAT=DECLINED:mailto:bob@example.com" + ada))
                .containsExactly(
                        new Guest("bob@example.com", null, Answer.NO, true),
                        new Guest("ada@example.com", null, Answer.NOREPLY, false));
        assertThat(guests(organizer + "ATTENDEE;PARTSTAT=NEEDS-ACTION:mailto:bob@example.com"))
                .containsExactly(new Guest("bob@example.com", null, Answer.YES, true));
    }

    @Test
    void ofSeveralOrganizersTheFirstWithAnAddressCounts() {
        assertThat(guests("ORGANIZER;CN=Nobody:invalid:nomail\n"
                        + "ORGANIZER:mailto:bob@example.com\n"
                        + "ORGANIZER:mailto:eve@example.com"))
                .containsExactly(new Guest("bob@example.com", null, Answer.YES, true));
    }

    @Test
    void aGuestIsListedOnce() {
        assertThat(guests("ATTENDEE;CN=Ada:mailto:ada@example.com\nATTENDEE:mailto:ADA@example.com"))
                .containsExactly(new Guest("ada@example.com", "Ada", Answer.NOREPLY, false));
    }

    @Test
    void ofVeryManyTheFirstAreKept() {
        var lines = new StringBuilder("ORGANIZER:mailto:bob@example.com");
        for (int i = 0; i < 3000; i++) {
            lines.append("\nATTENDEE:mailto:guest").append(i).append("@example.com");
        }
        assertThat(guests(lines.toString())).hasSize(1001).last().matches(Guest::isOrganizer);
    }
}
