#pragma once

#include "base/rfc3339.h"
#include "upstream/aws_signature.h"

#include <QByteArray>
#include <QByteArrayList>

#include <array>
#include <optional>
#include <string>

namespace signalbox::test {

/// Who may sign, as AWS knows it.
struct SignerOnRecord
{
    std::string accessKeyId;
    std::string secretAccessKey;
    std::string sessionToken;
};

inline std::string_view viewOf(const QByteArray &bytes)
{
    return {bytes.data(), static_cast<std::size_t>(bytes.size())};
}

/// What AWS does with a request as it came on the wire: computes its signature again, from the fields that it
/// says are signed, for the region and service that it names. Empty where it is right, else what is wrong.
inline QByteArray wrongSignature(const QByteArray &request, const SignerOnRecord &signer)
{
    const qsizetype headEnd = request.indexOf("\r\n\r\n");
    const QByteArrayList lines = request.left(headEnd).split('\n');
    const QByteArrayList requestLine = lines.constFirst().trimmed().split(' ');
    const auto valueOf = [&](const QByteArray &name) {
        for (const QByteArray &line : lines) {
            if (line.toLower().startsWith(name + ": "))
                return line.mid(name.size() + 2).trimmed();
        }
        return QByteArray();
    };
    const QByteArray authorization = valueOf("authorization");
    const auto part = [&](const QByteArray &name) {
        const qsizetype begin = authorization.indexOf(name + '=') + name.size() + 1;
        const qsizetype end = authorization.indexOf(',', begin);
        return authorization.mid(begin, end < 0 ? -1 : end - begin);
    };
    const QByteArrayList scope = part("Credential").split('/'); // id, date, region, service, end
    if (!authorization.startsWith("AWS4-HMAC-SHA256 ") || scope.size() != 5)
        return "no signature: " + authorization;
    http::Fields fields;
    for (const QByteArray &name : part("SignedHeaders").split(';')) {
        if (name != "x-amz-date" && name != "x-amz-security-token")
            fields.add(viewOf(name), viewOf(valueOf(name)));
    }
    QByteArray date = valueOf("x-amz-date"); // "20251122T101112Z"
    date.insert(13, ':').insert(11, ':').insert(6, '-').insert(4, '-');
    const auto time = parseRfc3339(viewOf(date));
    if (!time || valueOf("x-amz-security-token") != QByteArray::fromStdString(signer.sessionToken))
        return "no time, or another session token: " + date;
    const QByteArray body = request.mid(headEnd + 4);
    const std::array<std::string_view, 1> pieces{viewOf(body)};
    const http::Fields expected =
        upstream::awsSignature({viewOf(requestLine.at(0)), viewOf(requestLine.at(1)), &fields, pieces},
                               {signer.accessKeyId, signer.secretAccessKey, signer.sessionToken},
                               {viewOf(scope.at(2)), viewOf(scope.at(3))}, *time);
    return expected.value("Authorization") == viewOf(authorization) ? QByteArray()
                                                                    : "another signature: " + authorization;
}

} // namespace signalbox::test
