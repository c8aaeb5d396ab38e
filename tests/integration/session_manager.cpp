#include "integration/session_manager.h"

#include <QSocketNotifier>

#include <algorithm>
#include <cstdlib>
#include <vector>

// Last: it defines words as macros.
#include <X11/ICE/ICElib.h>
#include <X11/ICE/ICEutil.h>
#include <X11/SM/SMlib.h>

namespace signalbox::test {

struct SessionManager::Session
{
    struct Client
    {
        SmsConn connection = nullptr;
        bool isRegistered = false;
        bool isSaving = false;
    };

    QObject &context;
    IceListenObj *listening = nullptr;
    int count = 0;
    QByteArray address;
    std::vector<Client> clients;
    std::vector<std::unique_ptr<QSocketNotifier>> notifiers;

    static Bool allow(char *) { return True; }

    Client *find(SmsConn connection)
    {
        const auto found = std::ranges::find(clients, connection, &Client::connection);
        return found == clients.end() ? nullptr : &*found;
    }

    static Status begins(SmsConn connection, SmPointer data, unsigned long *mask, SmsCallbacks *callbacks,
                         char **)
    {
        auto *self = static_cast<Session *>(data);
        self->clients.push_back({.connection = connection});
        *mask = SmsRegisterClientProcMask | SmsInteractRequestProcMask | SmsInteractDoneProcMask |
                SmsSaveYourselfRequestProcMask | SmsSaveYourselfP2RequestProcMask |
                SmsSaveYourselfDoneProcMask | SmsCloseConnectionProcMask | SmsSetPropertiesProcMask |
                SmsDeletePropertiesProcMask | SmsGetPropertiesProcMask;
        callbacks->register_client = {registers, data};
        callbacks->interact_request = {[](SmsConn, SmPointer, int) {}, data};
        callbacks->interact_done = {[](SmsConn, SmPointer, Bool) {}, data};
        callbacks->save_yourself_request = {[](SmsConn, SmPointer, int, Bool, int, Bool, Bool) {}, data};
        callbacks->save_yourself_phase2_request = {
            [](SmsConn client, SmPointer) { SmsSaveYourselfPhase2(client); }, data};
        callbacks->save_yourself_done = {hasSaved, data};
        callbacks->close_connection = {leaves, data};
        callbacks->set_properties = {[](SmsConn, SmPointer, int number, SmProp **properties) {
                                         for (int i = 0; i < number; ++i)
                                             SmFreeProperty(properties[i]);
                                         std::free(properties);
                                     },
                                     data};
        callbacks->delete_properties = {[](SmsConn, SmPointer, int, char **) {}, data};
        callbacks->get_properties = {
            [](SmsConn client, SmPointer) { SmsReturnProperties(client, 0, nullptr); }, data};
        return 1;
    }
    static Status registers(SmsConn connection, SmPointer data, char *previous)
    {
        if (previous != nullptr) {
            std::free(previous);
            return 0; // not of this session
        }
        char *id = SmsGenerateClientID(connection);
        SmsRegisterClientReply(connection, id);
        std::free(id);
        // A new one saves once at first, as the protocol has it.
        SmsSaveYourself(connection, SmSaveLocal, False, SmInteractStyleNone, False);
        if (Client *client = static_cast<Session *>(data)->find(connection))
            *client = {.connection = connection, .isRegistered = true, .isSaving = true};
        return 1;
    }
    static void hasSaved(SmsConn connection, SmPointer data, Bool)
    {
        SmsSaveComplete(connection);
        if (Client *client = static_cast<Session *>(data)->find(connection))
            client->isSaving = false;
    }
    static void leaves(SmsConn connection, SmPointer data, int count, char **reasons)
    {
        if (reasons != nullptr)
            SmFreeReasons(count, reasons);
        auto *self = static_cast<Session *>(data);
        std::erase_if(self->clients, [&](const Client &client) { return client.connection == connection; });
        IceConn ice = SmsGetIceConnection(connection);
        SmsCleanUp(connection);
        IceSetShutdownNegotiation(ice, False);
        IceCloseConnection(ice);
    }

    void accept(IceListenObj listener)
    {
        IceAcceptStatus status = IceAcceptFailure;
        IceConn connection = IceAcceptConnection(listener, &status);
        if (connection == nullptr)
            return;
        auto notifier =
            std::make_unique<QSocketNotifier>(IceConnectionNumber(connection), QSocketNotifier::Read);
        QSocketNotifier *raw = notifier.get();
        QObject::connect(raw, &QSocketNotifier::activated, &context, [raw, connection] {
            Bool ready = False;
            const auto read = IceProcessMessages(connection, nullptr, &ready);
            if (read == IceProcessMessagesIOError || read == IceProcessMessagesConnectionClosed)
                raw->setEnabled(false);
        });
        notifiers.push_back(std::move(notifier));
    }
};

SessionManager::SessionManager() : m_session(std::make_unique<Session>(*this))
{
    char error[256] = {};
    char vendor[] = "signalbox tests";
    char release[] = "1";
    // A peer that is gone is met when reading; the default ends the process.
    IceSetIOErrorHandler([](IceConn) {});
    if (SmsInitialize(vendor, release, Session::begins, m_session.get(), Session::allow, sizeof error,
                      error) == 0 ||
        IceListenForConnections(&m_session->count, &m_session->listening, sizeof error, error) == 0)
        return;
    for (int i = 0; i < m_session->count; ++i) {
        IceListenObj listener = m_session->listening[i];
        IceSetHostBasedAuthProc(listener, Session::allow);
        auto notifier =
            std::make_unique<QSocketNotifier>(IceGetListenConnectionNumber(listener), QSocketNotifier::Read);
        connect(notifier.get(), &QSocketNotifier::activated, this,
                [this, listener] { m_session->accept(listener); });
        m_session->notifiers.push_back(std::move(notifier));
    }
    char *ids = IceComposeNetworkIdList(m_session->count, m_session->listening);
    m_session->address = ids;
    std::free(ids);
}

SessionManager::~SessionManager()
{
    m_session->notifiers.clear();
    if (m_session->listening != nullptr)
        IceFreeListenObjs(m_session->count, m_session->listening);
}

QByteArray SessionManager::address() const
{
    return m_session->address;
}

int SessionManager::clients() const
{
    return int(std::ranges::count_if(m_session->clients, &Session::Client::isRegistered));
}

void SessionManager::askToSave()
{
    for (Session::Client &client : m_session->clients) {
        client.isSaving = true;
        SmsSaveYourself(client.connection, SmSaveBoth, True, SmInteractStyleNone, False);
    }
}

bool SessionManager::haveAllSaved() const
{
    return std::ranges::none_of(m_session->clients, &Session::Client::isSaving);
}

void SessionManager::die()
{
    for (const Session::Client &client : m_session->clients)
        SmsDie(client.connection);
}

} // namespace signalbox::test
