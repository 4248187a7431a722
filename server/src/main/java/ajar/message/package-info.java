/// Messages: what was written in a chat, such as WhatsApp.
///
/// A WhatsApp message arrives in WhatsApp's own kind of Markdown and is answered with that, with its
/// HTML and with plain text (Close docs: WhatsApp Messages).
@NullMarked
package ajar.message;

import org.jspecify.annotations.NullMarked;
