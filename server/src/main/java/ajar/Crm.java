package ajar;

import ajar.activity.Created;
import ajar.activity.LeadMergeActivity;
import ajar.activity.LeadStatusChange;
import ajar.activity.Note;
import ajar.calling.Call;
import ajar.email.Email;
import ajar.email.EmailPreview;
import ajar.email.EmailThread;
import ajar.engine.resource.Resource;
import ajar.lead.Contact;
import ajar.lead.Lead;
import ajar.lead.LeadStatus;
import ajar.meeting.Meeting;
import ajar.message.Sms;
import ajar.message.WhatsAppMessage;
import ajar.oauth.OAuthApp;
import ajar.organization.ApiKey;
import ajar.organization.Membership;
import ajar.organization.Organization;
import ajar.organization.Outcome;
import ajar.organization.User;
import ajar.scheduling.SchedulingLink;
import ajar.sync.ConnectedAccount;
import ajar.webhook.Webhook;
import ajar.webhook.WebhookDelivery;
import java.util.List;
import java.util.stream.Stream;

/// The table of contents: every kind of thing the CRM knows, in the order of the API reference.
public final class Crm {
    /// Every kind of activity.
    public static final List<Resource> ACTIVITIES = List.of(
            Note.RESOURCE,
            Call.RESOURCE,
            Email.RESOURCE,
            EmailThread.RESOURCE,
            Sms.RESOURCE,
            WhatsAppMessage.RESOURCE,
            Meeting.RESOURCE,
            Created.RESOURCE,
            LeadMergeActivity.RESOURCE,
            LeadStatusChange.RESOURCE);

    /// Every resource.
    public static final List<Resource> RESOURCES = Stream.of(
                    List.of(Lead.RESOURCE, Contact.RESOURCE),
                    ACTIVITIES,
                    List.of(LeadStatus.RESOURCE, Outcome.RESOURCE),
                    List.of(User.RESOURCE, Organization.RESOURCE, Membership.RESOURCE, Membership.IN_ORGANIZATION),
                    List.of(EmailPreview.RESOURCE, ConnectedAccount.RESOURCE),
                    List.of(SchedulingLink.RESOURCE, SchedulingLink.OF_APPLICATION),
                    List.of(Webhook.RESOURCE, WebhookDelivery.RESOURCE),
                    List.of(ApiKey.RESOURCE, OAuthApp.RESOURCE))
            .flatMap(List::stream)
            .toList();

    private Crm() {}
}
