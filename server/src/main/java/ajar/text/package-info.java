/// Rich text: the small documents people write into notes, comments and opportunities.
///
/// A text is a fragment of XHTML inside `<body>…</body>`, from a short list of allowed tags, and always
/// has a plain form beside it. What holds nothing but allowed markup is kept to the letter, however
/// badly it is nested; everything else is cleaned first (Close docs: Rich Text Fields).
@NullMarked
package ajar.text;

import org.jspecify.annotations.NullMarked;
