package ajar.junit;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.StoreScope;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// Gives a test class an organization of its own, as a parameter of type [AjarOrganization] of its
/// constructor, its methods, or its lifecycle methods:
///
/// ```java
/// @ExtendWith(AjarExtension.class)
/// class LeadsTest {
///     @Test
///     void aLeadIsMade(AjarOrganization organization) { … }
/// }
/// ```
///
/// All tests of a class and of the classes nested in it share one organization; it is dropped after the
/// last of them. The server is started when the first test needs it and stopped at the end of the run.
/// Which server that is, see [Server#start()].
public final class AjarExtension implements ParameterResolver {
    private static final Namespace NAMESPACE = Namespace.create(AjarExtension.class);

    /// An organization until the end of its test class.
    private record Lease(Server server, AjarOrganization organization) implements AutoCloseable {
        @Override
        public void close() {
            server.drop(organization);
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == AjarOrganization.class;
    }

    @Override
    public AjarOrganization resolveParameter(ParameterContext parameter, ExtensionContext context) {
        var testClass = outermost(context);
        return testClass
                .getStore(NAMESPACE)
                .computeIfAbsent(Lease.class, key -> lease(testClass), Lease.class)
                .organization();
    }

    private static Lease lease(ExtensionContext testClass) {
        var server = testClass
                .getStore(StoreScope.LAUNCHER_SESSION, NAMESPACE)
                .computeIfAbsent(Server.class, key -> Server.start(), Server.class);
        return new Lease(server, server.organization(testClass.getDisplayName()));
    }

    /// The context of the test class that no other contains.
    private static ExtensionContext outermost(ExtensionContext context) {
        var found = context;
        for (var parent = context.getParent();
                parent.isPresent();
                parent = parent.get().getParent()) {
            if (parent.get().getTestClass().isPresent()) {
                found = parent.get();
            }
        }
        return found;
    }
}
