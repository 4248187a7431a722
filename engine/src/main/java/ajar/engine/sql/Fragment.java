package ajar.engine.sql;

import com.google.errorprone.annotations.CompileTimeConstant;
import com.google.errorprone.annotations.Immutable;

/// A constant piece of SQL that a declaration carries: an expression over the row (alias `t`), or a
/// join.
@Immutable
public final class Fragment {
    private final String text;

    private Fragment(String text) {
        this.text = text;
    }

    /// A fragment of constant text.
    public static Fragment of(@CompileTimeConstant String constant) {
        return new Fragment(constant);
    }

    /// The text.
    public String text() {
        return text;
    }

    @Override
    public String toString() {
        return text;
    }
}
