package ajar.engine.field;

/// Who may write a field, and when.
public enum Access {
    /// Clients never write it; what they send under its name is ignored.
    READ_ONLY,
    /// Clients may set it when the object is made; later it is ignored.
    ON_CREATE,
    /// Clients may set it at any time.
    READ_WRITE
}
