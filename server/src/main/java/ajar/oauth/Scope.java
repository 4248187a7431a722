package ajar.oauth;

import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// What a user can allow an application (Close docs: Authentication with OAuth). The `mcp.` scopes come
/// from Close's server for tools of language models; here they stand for kinds of requests.
@SuppressWarnings("ImmutableEnumChecker") // the sets are copies that cannot change
enum Scope {
    FULL_ACCESS("all.full_access", "Do everything that you may do", Set.of("GET", "POST", "PUT", "DELETE")),
    OFFLINE_ACCESS("offline_access", "Stay connected until you disconnect it", Set.of()),
    READ("mcp.read", "Read everything that you may read", Set.of("GET")),
    WRITE_SAFE("mcp.write_safe", "Create and change things, but delete nothing", Set.of("GET", "POST", "PUT")),
    WRITE_DESTRUCTIVE(
            "mcp.write_destructive", "Create, change and delete things", Set.of("GET", "POST", "PUT", "DELETE"));

    /// The words of all scopes.
    static final List<String> WORDS = Arrays.stream(values()).map(Scope::word).toList();

    /// What a public application that registered itself may ask for.
    static final List<String> FOR_TOOLS =
            List.of(READ.word, WRITE_SAFE.word, WRITE_DESTRUCTIVE.word, OFFLINE_ACCESS.word);

    private final String word;
    private final String meaning;
    private final Set<String> methods;

    Scope(String word, String meaning, Set<String> methods) {
        this.word = word;
        this.meaning = meaning;
        this.methods = methods;
    }

    /// The scope's name on the wire.
    String word() {
        return word;
    }

    /// What it allows, in words for the user.
    String meaning() {
        return meaning;
    }

    /// The HTTP methods that these scopes cover together.
    static Set<String> methods(Collection<String> words) {
        Set<String> methods = new LinkedHashSet<>();
        for (var scope : values()) {
            if (words.contains(scope.word)) {
                methods.addAll(scope.methods);
            }
        }
        return Set.copyOf(methods);
    }

    /// The words of a `scope` parameter, which are separated by spaces.
    static List<String> split(String parameter) {
        return Arrays.stream(parameter.split(" ", -1))
                .filter(word -> !word.isEmpty())
                .distinct()
                .toList();
    }

    /// What is meant when an application that may ask for `allowed` names no scope: full access where it
    /// may have that, else reading.
    static List<String> standard(List<String> allowed) {
        String access = allowed.contains(FULL_ACCESS.word) ? FULL_ACCESS.word : READ.word;
        return allowed.stream()
                .filter(word -> word.equals(access) || word.equals(OFFLINE_ACCESS.word))
                .toList();
    }
}
