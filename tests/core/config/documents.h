#pragma once

#include <vector>

/// Documents for the tests of this folder. They stand in a source of their own because moc loses its way in
/// raw strings.

/// A document with one or more mistakes, for the reader and for the schema: both have to reject what both can
/// see.
struct WrongDocument
{
    const char *name;
    const char *text;
    /// Every finding, one a line, in the reader's order: a JSON pointer, a space, and a part of the message.
    const char *findings;
    /// False where only the reader can see it: references between parts, repeated members, what kinds ask
    /// for.
    bool schemaSees;
};

[[nodiscard]] const std::vector<WrongDocument> &wrongDocuments();

/// A right one with every setting there is.
[[nodiscard]] const char *fullDocument();
