package ajar.engine.resource;

/// The five things that can be done with a plain resource.
public enum Verb {
    LIST,
    GET,
    CREATE,
    UPDATE,
    DELETE
}
