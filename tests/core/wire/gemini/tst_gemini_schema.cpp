#include "gemini_rules.h"
#include "gemini_support.h"
#include "wire/gemini/openapi_schema.h"
#include "wire/gemini/schema_cleaner.h"

#include <QTest>

using namespace signalbox;
using namespace signalbox::wire;
using gemini_support::Json;
using gemini_support::Parsed;

class TestGeminiSchema : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void cleans_data();
    void cleans();
    void functionsWithoutParameters_data();
    void functionsWithoutParameters();
    void readsGooglesOwn_data();
    void readsGooglesOwn();
    void recordedSchemas();
};

namespace {

std::string cleaned(std::string_view schema)
{
    std::string text;
    JsonWriter json(text);
    gemini::appendCleanSchema(json, RawJson{schema});
    return text;
}

/// All schemas of tools and outputs in a request of any format.
void collect(const Json &value, std::vector<Json> &schemas)
{
    if (value.is_array()) {
        for (const Json &inner : value)
            collect(inner, schemas);
    } else if (value.is_object()) {
        for (const auto &[key, inner] : value.items()) {
            const bool isSchema = key == "parameters" || key == "input_schema" || key == "schema" ||
                                  key == "parametersJsonSchema" || key == "responseJsonSchema";
            if (isSchema && inner.is_object() && (inner.contains("type") || inner.contains("properties")))
                schemas.push_back(inner);
            else
                collect(inner, schemas);
        }
    }
}

} // namespace

void TestGeminiSchema::cleans_data()
{
    QTest::addColumn<QByteArray>("schema");
    QTest::addColumn<QByteArray>("expected");
    const auto row = [](const char *name, const char *schema, const char *expected) {
        QTest::newRow(name) << QByteArray(schema) << QByteArray(expected);
    };
    row("what is known stays, in its order",
        R"({"type":"object","required":["b"],"properties":{"b":{"type":"integer","minimum":1}}})",
        R"({"type":"object","required":["b"],"properties":{"b":{"type":"integer","minimum":1}}})");
    row("what is refused goes",
        R"({"$schema":"s","$id":"i","$comment":"c","title":"T","examples":[1],"x-order":1,"encrypted":true,"type":"string"})",
        R"({"type":"string"})");
    row("properties called like keywords stay",
        R"({"properties":{"title":{"title":"T","type":"string"},"$ref":{"const":1},"x-a":{},"properties":{}}})",
        R"({"properties":{"title":{"type":"string"},"$ref":{"enum":[1]},"x-a":{},"properties":{}}})");
    row("a constant", R"({"const":"a"})", R"({"enum":["a"]})");
    row("a constant beside an enumeration", R"({"const":"a","enum":["a"]})", R"({"enum":["a"]})");
    row("whole limits", R"({"type":"integer","exclusiveMinimum":0,"exclusiveMaximum":10})",
        R"({"type":"integer","minimum":1,"maximum":9})");
    row("other limits", R"({"type":"number","exclusiveMinimum":0.5})", R"({"type":"number","minimum":0.5})");
    row("limits of old drafts", R"({"type":"integer","minimum":3,"exclusiveMinimum":true})",
        R"({"type":"integer","minimum":3})");
    row("a format", R"({"type":"string","format":"uri","description":"Where"})",
        "{\"type\":\"string\",\"description\":\"Where (format: uri)\"}");
    row("a format alone", R"({"type":"string","format":"uri"})",
        "{\"type\":\"string\",\"description\":\"(format: uri)\"}");
    row("formats that are known", R"({"type":"string","format":"date-time"})",
        R"({"type":"string","format":"date-time"})");
    row("oneOf", R"({"oneOf":[{"title":"A","type":"string"},{"type":"null"}]})",
        R"({"anyOf":[{"type":"string"},{"type":"null"}]})");
    row("allOf is merged",
        R"({"description":"d","properties":{"a":{"type":"string"}},"required":["a"],"allOf":[{"properties":{"a":{},"b":{"title":"B"}},"required":["b"],"description":"no"},{"type":"object"}]})",
        R"({"description":"d","properties":{"a":{"type":"string"},"b":{}},"required":["a","b"],"type":"object"})");
    row("a reference in allOf", R"({"allOf":[{"$ref":"#/definitions/a"}],"definitions":{"a":{"title":"A"}}})",
        R"({"$defs":{"a":{}},"$ref":"#/$defs/a"})");
    row("lists", R"({"type":"array","items":{"title":"I","type":"string"},"prefixItems":[{"$id":"x"}]})",
        R"({"type":"array","items":{"type":"string"},"prefixItems":[{}]})");
    row("true", R"({"additionalProperties":true,"items":false})",
        R"({"additionalProperties":true,"items":false})");
}

void TestGeminiSchema::cleans()
{
    QFETCH(QByteArray, schema);
    QFETCH(QByteArray, expected);
    QCOMPARE(QByteArray::fromStdString(cleaned(schema.toStdString())), expected);
}

void TestGeminiSchema::functionsWithoutParameters_data()
{
    QTest::addColumn<QByteArray>("schema");
    QTest::addColumn<QByteArray>("expected");
    const auto row = [](const char *name, const char *schema, const char *expected) {
        QTest::newRow(name) << QByteArray(schema) << QByteArray(expected);
    };
    row("none", "", "{}");
    row("an empty schema", "{}", "{}");
    row("no properties", R"({"type":"object","properties":{},"additionalProperties":false})", "{}");
    row("any properties", R"({"type":"object","additionalProperties":true})",
        R"({"parametersJsonSchema":{"type":"object","additionalProperties":true}})");
    row("the type is missing", R"({"properties":{"a":{}}})",
        R"({"parametersJsonSchema":{"type":"object","properties":{"a":{}}}})");
}

void TestGeminiSchema::functionsWithoutParameters()
{
    QFETCH(QByteArray, schema);
    QFETCH(QByteArray, expected);
    std::string text;
    JsonWriter json(text);
    const std::string source = schema.toStdString();
    json.beginObject();
    gemini::appendParameters(json, RawJson{source});
    json.endObject();
    QCOMPARE(QByteArray::fromStdString(text), expected);
}

void TestGeminiSchema::readsGooglesOwn_data()
{
    QTest::addColumn<QByteArray>("schema");
    QTest::addColumn<QByteArray>("expected");
    const auto row = [](const char *name, const char *schema, const char *expected) {
        QTest::newRow(name) << QByteArray(schema) << QByteArray(expected);
    };
    row("JSON Schema stays as it stands",
        R"({ "type": "object", "properties": {"TYPE": {"type": "string"}} })",
        R"({ "type": "object", "properties": {"TYPE": {"type": "string"}} })");
    row("types", R"({"type":"OBJECT","properties":{"type":{"type":"STRING"}}})",
        R"({"type":"object","properties":{"type":{"type":"string"}}})");
    row("nullable", R"({"nullable":true,"type":"STRING","enum":["A"]})",
        R"({"type":["string","null"],"enum":["A"]})");
    row("not nullable", R"({"nullable":false,"type":"STRING"})", R"({"type":"string"})");
    row("underscores",
        R"({"any_of":[{"type":"INTEGER"}],"property_ordering":["a_b"],"properties":{"a_b":{"max_items":1}}})",
        R"({"anyOf":[{"type":"integer"}],"propertyOrdering":["a_b"],"properties":{"a_b":{"maxItems":1}}})");
}

void TestGeminiSchema::readsGooglesOwn()
{
    QFETCH(QByteArray, schema);
    QFETCH(QByteArray, expected);
    const Parsed parsed(schema.toStdString());
    Arena arena;
    QCOMPARE(QByteArray::fromStdString(std::string(gemini::jsonSchemaOf(parsed.document.root(), arena).text)),
             expected);
}

void TestGeminiSchema::recordedSchemas()
{
    const QStringList files = gemini_support::sharedFiles(
        {QStringLiteral("recordings"), QStringLiteral("captures/codex"),
         QStringLiteral("captures/gemini-cli"), QStringLiteral("captures/claude-code")});
    if (files.isEmpty())
        QSKIP("the recordings are not at hand");
    std::vector<Json> schemas;
    for (const QString &file : files)
        collect(gemini_support::requestBody(gemini_support::readJson(file)), schemas);
    QVERIFY(schemas.size() > 1000);
    for (const Json &schema : schemas) {
        const std::string text = cleaned(schema.dump());
        const std::string fault = gemini_rules::schemaFault(Json::parse(text));
        QVERIFY2(fault.empty(), (fault + " in " + text).c_str());
        QCOMPARE(cleaned(text), text);
    }
}

QTEST_APPLESS_MAIN(TestGeminiSchema)
#include "tst_gemini_schema.moc"
