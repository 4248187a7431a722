package ajar.webhook.delivery;

/// Names a subscription among those of all organizations.
record SubscriptionKey(String organizationId, String webhookId) {}
