package ajar;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import ajar.engine.event.EventLog;
import ajar.engine.problem.ApiException;
import ajar.engine.resource.Behaviour;
import ajar.engine.sql.Database;
import ajar.engine.sql.Sql;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/// The borders between the parts.
class ArchitectureTest {
    private static final JavaClasses AJAR = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("ajar");

    /// How people and programs prove who they are lies outside organizations, and is read before anybody
    /// knows who is asking.
    private static final String KEEPERS_OF_CREDENTIALS = "ajar\\.(organization\\.(Accounts|ApiKeys|Members)"
            + "|login\\.(PasswordAttempts|Passwords|Sessions|Throttle)"
            + "|oauth\\.(AccessTokens|AuthorizationServer|Clients|ConnectedApps|Grants))(\\$.*)?";

    @Test
    void theEngineKnowsNoSubject() {
        noClasses()
                .that()
                .resideInAPackage("ajar.engine..")
                .should()
                .dependOnClassesThat(resideInAPackage("ajar..").and(resideOutsideOfPackage("ajar.engine..")))
                .because("the engine is generic: let the subject hook in through a declaration or a Behaviour")
                .check(AJAR);
    }

    @Test
    void subjectsAreFreeOfCycles() {
        slices().matching("ajar.(*)..")
                .should()
                .beFreeOfCycles()
                .because("a subject must be readable on its own: move the class that closes the circle to the side that"
                        + " needs it, or refer to the other resource by its name")
                .check(AJAR);
    }

    @Test
    void theEnginesPackagesAreFreeOfCycles() {
        slices().matching("ajar.engine.(*)..")
                .should()
                .beFreeOfCycles()
                .because("the engine is built in layers: move the class that closes the circle to the lower layer")
                .check(AJAR);
    }

    @Test
    void sqlStaysBelow() {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        "ajar",
                        "ajar.engine..",
                        "ajar.postgres..",
                        "ajar.cli..",
                        "ajar.demo..",
                        // What calendars hold, which is no resource that anybody writes; its meetings go through Work.
                        "ajar.sync..",
                        // A queue in the database, which is no resource that anybody writes.
                        "ajar.webhook.delivery..",
                        // They look at and exchange rows of every table, whatever it holds.
                        "ajar.verify..",
                        "ajar.sandbox..")
                .and()
                .haveNameNotMatching(KEEPERS_OF_CREDENTIALS)
                .should()
                .dependOnClassesThat(resideInAPackage("java.sql..")
                        .or(JavaClass.Predicates.equivalentTo(Sql.class))
                        .or(JavaClass.Predicates.equivalentTo(Database.class)))
                .because("subjects declare fields and speak to a Work; a constant Fragment is the only SQL they hold")
                .check(AJAR);
    }

    @Test
    void onlyTheSystemClockAsksTheMachine() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName("ajar.engine.time.SystemClock")
                .and()
                .resideOutsideOfPackage("ajar.postgres..")
                .should()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(LocalDate.class, "now")
                .orShould()
                .callMethod(LocalDate.class, "now", ZoneId.class)
                .orShould()
                .callMethod(LocalDateTime.class, "now")
                .orShould()
                .callMethod(LocalDateTime.class, "now", ZoneId.class)
                .orShould()
                .callMethod(OffsetDateTime.class, "now")
                .orShould()
                .callMethod(OffsetDateTime.class, "now", ZoneId.class)
                .orShould()
                .callMethod(ZonedDateTime.class, "now")
                .orShould()
                .callMethod(ZonedDateTime.class, "now", ZoneId.class)
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .because("tests set the clock: take the moment from Work.now() or from a Clock that is handed in")
                .check(AJAR);
    }

    @Test
    void onlyTheTransactionWritesEvents() {
        noClasses()
                .that()
                .doNotBelongToAnyOf(EventLog.class, ajar.engine.write.Transaction.class)
                .and()
                .doNotHaveFullyQualifiedName("ajar.engine.Engine")
                .should()
                .dependOnClassesThat()
                .belongToAnyOf(EventLog.class)
                .because("an event belongs to the transaction of its change: change data through Work")
                .check(AJAR);
    }

    @Test
    void behavioursHoldNothing() {
        noFields()
                .that()
                .areDeclaredInClassesThat()
                .implement(Behaviour.class)
                .should()
                .notHaveModifier(JavaModifier.STATIC)
                .because("one behaviour serves all callers at once: keep what must be remembered in a field of the"
                        + " resource")
                .check(AJAR);
    }

    @Test
    void everyPackageIsNullMarked() {
        assertThat(AJAR.stream().map(JavaClass::getPackage).distinct())
                .as("put @NullMarked into the package's package-info.java")
                .allMatch(all -> all.isAnnotatedWith(NullMarked.class));
    }

    @Test
    void namesSayWhatAThingIs() {
        noClasses()
                .should()
                .haveSimpleNameEndingWith("Manager")
                .orShould()
                .haveSimpleNameEndingWith("Helper")
                .orShould()
                .haveSimpleNameEndingWith("Util")
                .orShould()
                .haveSimpleNameEndingWith("Utils")
                .orShould()
                .haveSimpleNameEndingWith("Impl")
                .orShould()
                .haveSimpleNameEndingWith("Base")
                .orShould()
                .haveSimpleNameStartingWith("Base")
                .orShould()
                .haveSimpleNameContaining("Common")
                .because("such a name fits any class: say what this one is or does")
                .check(AJAR);
    }

    @Test
    void subjectsHaveNoRuntimeExceptionsOfTheirOwn() {
        classes()
                .that()
                .areAssignableTo(RuntimeException.class)
                .and()
                .resideOutsideOfPackages("ajar.engine..", "ajar.postgres..", "ajar.simulate..", "ajar.calendar..")
                .and()
                // A parser's own; the one caller turns it into an ApiException.
                .doNotHaveFullyQualifiedName("ajar.meeting.TranscriptException")
                .should()
                .beAssignableTo(ApiException.class)
                .allowEmptyShould(true)
                .because("only an ApiException becomes an answer: throw one, or return what went wrong")
                .check(AJAR);
    }
}
