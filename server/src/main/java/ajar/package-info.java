/// Ajar, a CRM server that speaks the REST API of Close.
@NullMarked
package ajar;

import org.jspecify.annotations.NullMarked;
