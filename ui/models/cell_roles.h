#pragma once

#include <QtGlobal>
#include <qnamespace.h>

namespace signalbox::ui {

/// What a cell may say beside its text.
enum CellRole {
    ShapeRole = Qt::UserRole + 1, ///< int: a model's slot, whose shape stands before the text
    SignRole,                     ///< int: a Sign, whose glyph stands before the text and colours it
    QuietRole,                    ///< bool: text in the third tone
    StrongRole,                   ///< bool: text in weight 600
    ShareRole,                    ///< double 0 to 1: a bar behind the text's end, in the colour of ShapeRole
    WantedRole,                   ///< double 0 to 1: a mark on that bar
    TabularRole,                  ///< bool: nothing but figures
    TileRole,                     ///< QString: two letters on a tile before the text
    SecondLineRole,               ///< QString: a quieter line below the text, as code
    HealthRole,                   ///< QByteArray: bars of healthBars() instead of the text
    SwitchRole,                   ///< bool: a switch instead of the text
    TimingRole, ///< QVariantList of three shares of 0 to 1: to the connection, token and end
};

} // namespace signalbox::ui
