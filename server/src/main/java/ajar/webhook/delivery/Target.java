package ajar.webhook.delivery;

/// Where a subscription's events go, and how.
///
/// @param url the URL as it was checked when it was stored
/// @param verifySsl whether the receiver's certificate must be valid
/// @param signatureKey 64 hexadecimal digits
/// @param standardWebhooks whether the headers of Standard Webhooks are sent, too
record Target(String url, boolean verifySsl, String signatureKey, boolean standardWebhooks) {
    /// It holds a key and an address that may hold another.
    @Override
    public String toString() {
        return "Target";
    }
}
