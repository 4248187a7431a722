package ajar.engine.predicate;

import ajar.engine.sql.Fragment;

/// The comparisons of list filters (Close docs: Filter Parameters).
public enum Op {
    EQUAL("", Fragment.of(" = ")),
    IN("__in", Fragment.of(" = any")),
    GREATER("__gt", Fragment.of(" > ")),
    AT_LEAST("__gte", Fragment.of(" >= ")),
    LESS("__lt", Fragment.of(" < ")),
    AT_MOST("__lte", Fragment.of(" <= "));

    private final String suffix;
    private final Fragment sql;

    Op(String suffix, Fragment sql) {
        this.suffix = suffix;
        this.sql = sql;
    }

    /// What follows the field's name in a query parameter: `__gt`, or nothing for equality.
    public String suffix() {
        return suffix;
    }

    /// The SQL operator.
    public Fragment sql() {
        return sql;
    }
}
