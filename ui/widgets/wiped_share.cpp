#include "ui/widgets/wiped_share.h"

#include "base/wiped_text.h"

namespace signalbox::ui {

void WipedShare::hold(const QString &text)
{
    if (text.constData() == m_text.constData())
        return;
    wipe();
    m_text = text;
}

void WipedShare::wipe()
{
    // Qt would write into a copy. Only what is on the heap may be written to: it has a header.
    if (m_text.data_ptr().isMutable()) {
        auto *bytes = reinterpret_cast<char *>(const_cast<QChar *>(m_text.constData()));
        signalbox::wipe(std::span(bytes, std::size_t(m_text.size()) * sizeof(QChar)));
    }
    m_text.clear();
}

} // namespace signalbox::ui
