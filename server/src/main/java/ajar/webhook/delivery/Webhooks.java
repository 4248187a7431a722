package ajar.webhook.delivery;

import ajar.engine.Engine;
import ajar.engine.http.Endpoint;
import ajar.engine.outgoing.OutgoingHttp;
import java.util.List;
import java.util.random.RandomGenerator;

/// Webhooks as a part of a server: what sends, and what shows what was sent. What queues is a
/// [DeliveryPlanner], which the engine has to know first.
public final class Webhooks implements AutoCloseable {
    private final Dispatcher dispatcher;
    private final WebhookEndpoints endpoints;

    /// @param arrivals what tells of deliveries that were queued
    /// @param random for the jitter between attempts
    /// @param interference what comes between a delivery and its receiver
    public Webhooks(
            Engine engine, OutgoingHttp http, Arrivals arrivals, RandomGenerator random, Interference interference) {
        dispatcher = new Dispatcher(engine, http, arrivals, random, interference);
        endpoints = new WebhookEndpoints(engine, http, arrivals, interference);
    }

    /// The endpoints that subscriptions have beyond the five verbs.
    public List<Endpoint> endpoints() {
        return endpoints.endpoints();
    }

    /// Starts to send.
    public void start() {
        dispatcher.start();
    }

    /// Stops to send. What is under way has a little time to end.
    @Override
    public void close() {
        dispatcher.close();
    }
}
