// Keys in the files of other programs: found, told without the key, and read only when they are taken.
#include "agent_file_samples.h"

#include "gateway/providers/agent_files.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace signalbox;
using namespace signalbox::gateway;
#ifndef Q_MOC_RUN
using namespace signalbox::test;
#endif

class TestAgentFiles : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void findsKeys_data()
    {
        QTest::addColumn<QByteArray>("file");
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QByteArray>("found"); // "kind name url reference key; …"
        const auto row = [](const char *name, const char *file, const char *content, const char *found) {
            QTest::newRow(name) << QByteArray(file) << QByteArray(content) << QByteArray(found);
        };
        row("Codex", ".codex/auth.json", "{\"OPENAI_API_KEY\":\"sk-1\",\"tokens\":null}",
            "openai OPENAI_API_KEY   sk-1; ");
        row("Codex signed in", ".codex/auth.json", "{\"OPENAI_API_KEY\":null,\"tokens\":{}}", "");
        row("opencode's keys, not its sign-ins", ".local/share/opencode/auth.json", kOpencodeKeys,
            "gemini google   AIza-2; openrouter openrouter   sk-or-1; ");
        row("opencode's providers, but not us", ".config/opencode/opencode.json", kOpencode,
            "groq groq  env:GROQ_API_KEY ; openai-compatible lab https://lab.example/v1  sk-lab; ");
        row("Claude Code", ".claude/settings.json", kClaude, "anthropic ANTHROPIC_API_KEY   sk-ant-1; ");
        row("Claude Code at another host", ".claude/settings.json", kClaudeElsewhere,
            "anthropic-compatible ANTHROPIC_AUTH_TOKEN https://api.deepseek.com/anthropic  tok-1; ");
        row("Claude Code at ours", ".claude/settings.json", kClaudeHere, "");
        row("Qwen Code", ".qwen/settings.json", kQwen,
            "alibaba security.auth.apiKey https://dashscope.aliyuncs.com/compatible-mode/v1  sk-q; ");
        row("Qwen Code's variables", ".qwen/.env", "OPENAI_API_KEY=sk-2\n# OPENAI_BASE_URL=x\n",
            "openai OPENAI_API_KEY   sk-2; ");
        row("Gemini CLI", ".gemini/.env", "export GEMINI_API_KEY=\"AIza-1\"\r\nOTHER=1",
            "gemini GEMINI_API_KEY   AIza-1; ");
        row("no JSON", ".codex/auth.json", "{\"OPENAI_API_KEY\":", "");
        row("a list", ".claude/settings.json", "[1]", "");
        row("values of other types", ".claude/settings.json", "{\"env\":{\"ANTHROPIC_API_KEY\":7}}", "");
    }
    void findsKeys()
    {
        QFETCH(QByteArray, file);
        QFETCH(QByteArray, content);
        QFETCH(QByteArray, found);
        QTemporaryDir home;
        const QString path = home.filePath(QString::fromUtf8(file));
        QVERIFY(QDir().mkpath(QFileInfo(path).absolutePath()));
        QFile out(path);
        QVERIFY(out.open(QFile::WriteOnly));
        out.write(content);
        out.close();
        QByteArray shown;
        for (const control::Finding &finding : lookAtAgentFiles(home.path().toStdString())) {
            QCOMPARE(finding.place, "~/" + file.toStdString());
            QVERIFY(finding.source == control::Finding::Source::AgentFile);
            const auto key = keyIn(finding, home.path().toStdString());
            QCOMPARE(key.has_value(), finding.reference.empty());
            shown += QByteArray::fromStdString(finding.kind + ' ' + finding.name + ' ' + finding.baseUrl +
                                               ' ' + finding.reference + ' ');
            if (key)
                shown += QByteArray(key->reveal().data(), qsizetype(key->reveal().size()));
            shown += "; ";
        }
        QCOMPARE(shown, found);
        out.open(QFile::ReadOnly);
        QCOMPARE(out.readAll(), content); // left as it is
    }

    void filesOfOpencodeAreNamedWhole()
    {
        QTemporaryDir home;
        QVERIFY(QDir(home.path()).mkpath(QStringLiteral(".config/opencode")));
        QFile out(home.filePath(QStringLiteral(".config/opencode/opencode.json")));
        QVERIFY(out.open(QFile::WriteOnly));
        out.write("{\"provider\":{\"groq\":{\"options\":{\"apiKey\":\"{file:./keys/g}\"}},"
                  "\"openai\":{\"options\":{\"apiKey\":\"{file:~/o}\"}}}}");
        out.close();
        const auto found = lookAtAgentFiles(home.path().toStdString());
        QCOMPARE(found.size(), size_t(2));
        QCOMPARE(found[0].reference, "file:" + home.path().toStdString() + "/.config/opencode/keys/g");
        QCOMPARE(found[1].reference, std::string("file:~/o"));
    }

    void aKeyThatIsGoneIsTold()
    {
        const QTemporaryDir home;
        control::Finding finding;
        finding.place = "~/.codex/auth.json";
        finding.kind = "openai";
        finding.name = "OPENAI_API_KEY";
        const auto key = keyIn(finding, home.path().toStdString());
        QVERIFY(!key && key.error().code == ErrorCode::NotFound);
        QVERIFY(lookAtAgentFiles("/nowhere").empty());
    }
};

QTEST_APPLESS_MAIN(TestAgentFiles)
#include "tst_agent_files.moc"
