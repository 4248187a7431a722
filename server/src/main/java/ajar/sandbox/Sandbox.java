package ajar.sandbox;

import ajar.engine.http.Endpoint;
import ajar.engine.job.AlarmClock;
import ajar.engine.time.OrganizationClocks;
import ajar.organization.Accounts;
import java.util.ArrayList;
import java.util.List;

/// What tests need and a service cannot give: a clock to set, organizations to make and unmake, and
/// things that go wrong when they are told to. Administrators only.
public final class Sandbox {
    private final FaultControls faults;
    private final ClockControls clocks;
    private final OrganizationControls organizations;

    /// @param faults what goes wrong on purpose
    public Sandbox(
            OrganizationClocks time, AlarmClock alarms, Accounts accounts, OrganizationImages images, Faults faults) {
        var administrators = new Administrators(accounts);
        this.faults = new FaultControls(administrators, faults);
        clocks = new ClockControls(administrators, time, alarms, images);
        organizations = new OrganizationControls(administrators, accounts, images, time);
    }

    /// The endpoints.
    public List<Endpoint> endpoints() {
        List<Endpoint> endpoints = new ArrayList<>(clocks.endpoints());
        endpoints.addAll(organizations.endpoints());
        endpoints.addAll(faults.endpoints());
        return endpoints;
    }
}
