#include "simulator/schema_instance.h"

#include <QTest>

using signalbox::simulator::smallestInstance;

namespace {

/// JSON with ' for ": raw strings full of quotes are more than moc can read.
std::string json(QByteArray text)
{
    return text.replace('\'', '"').toStdString();
}

} // namespace

class TestSchemaInstance : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void makes_data()
    {
        QTest::addColumn<QByteArray>("schema");
        QTest::addColumn<QByteArray>("instance"); // empty: none
        const auto row = [](const char *name, const char *schema, const char *instance) {
            QTest::newRow(name) << QByteArray(schema) << QByteArray(instance);
        };
        row("no schema at all: text", "{}", "'demo'");
        row("true: text", "true", "'demo'");
        row("false: nothing", "false", "");
        row("broken JSON: nothing", "{'type':", "");
        row("string", "{'type':'string'}", "'demo'");
        row("integer", "{'type':'integer'}", "0");
        row("boolean", "{'type':'boolean'}", "false");
        row("null", "{'type':'null'}", "null");
        row("nullable: the value", "{'type':['null','integer']}", "0");
        row("const", "{'const':{'a':[1]}}", "{'a':[1]}");
        row("first of an enum", "{'enum':['b','a']}", "'b'");
        row("empty enum: nothing", "{'enum':[]}", "");
        row("required members, as declared",
            "{'type':'object','properties':{'b':{'type':'integer'},'c':{},'a':{'type':'null'}},'required':['"
            "a','b']}",
            "{'b':0,'a':null}");
        row("required without declaration", "{'type':'object','required':['x\\\\y']}", "{'x\\\\y':'demo'}");
        row("required but forbidden: nothing", "{'required':['a'],'properties':{'a':false}}", "");
        row("minProperties", "{'properties':{'a':{'const':1},'b':{'const':2}},'minProperties':1}", "{'a':1}");
        row("nested",
            "{'properties':{'p':{'properties':{'q':{'enum':[7]}},'required':['q']}},'required':['p']}",
            "{'p':{'q':7}}");
        row("array", "{'type':'array','items':{'type':'string'}}", "[]");
        row("minItems", "{'type':'array','items':{'type':'string'},'minItems':2}", "['demo','demo 2']");
        row("unique numbers", "{'items':{'type':'integer','minimum':3},'minItems':3,'uniqueItems':true}",
            "[3,4,5]");
        row("unique of an enum", "{'items':{'enum':['a','b']},'minItems':2}", "['a','b']");
        row("prefixItems", "{'prefixItems':[{'const':1},{'type':'null'}],'minItems':2}", "[1,null]");
        row("too many items: nothing", "{'type':'array','minItems':1000000000}", "");
        row("local reference", "{'$ref':'#/$defs/a~1b','$defs':{'a/b':{'const':5}}}", "5");
        row("reference with siblings", "{'$ref':'#/$defs/n','maximum':-2,'$defs':{'n':{'type':'integer'}}}",
            "-2");
        row("reference into a list", "{'$ref':'#/anyOf/1','$comment':'x','$defs':{}}", "");
        row("foreign reference: nothing", "{'$ref':'https://example.com/schema'}", "");
        row("contains itself through a list: ends",
            "{'type':'object','properties':{'c':{'type':'array','items':{'$ref':'#'}}},'required':['c']}",
            "{'c':[]}");
        row("contains itself or null: null",
            "{'$ref':'#/$defs/n','$defs':{'n':{'type':'object','properties':{'next':{'anyOf':[{'$ref':'#/"
            "$defs/n'},{'type':'null'}]}},'required':['next']}}}",
            "{'next':null}");
        row("contains itself always: nothing",
            "{'$ref':'#/$defs/n','$defs':{'n':{'type':'object','properties':{'next':{'$ref':'#/$defs/"
            "n'}},'required':['next']}}}",
            "");
        row("same reference twice",
            "{'properties':{'a':{'$ref':'#/$defs/s'},'b':{'$ref':'#/$defs/"
            "s'}},'required':['a','b'],'$defs':{'s':{'const':1}}}",
            "{'a':1,'b':1}");
        row("anyOf: the first", "{'anyOf':[{'type':'integer'},{'type':'string'}]}", "0");
        row("oneOf: the first that can be met", "{'oneOf':[{'enum':[]},{'const':'x'}]}", "'x'");
        row("allOf: members of all",
            "{'allOf':[{'properties':{'a':{'const':1}},'required':['a']},{'properties':{'b':{'const':2}},'"
            "required':['b']}]}",
            "{'a':1,'b':2}");
        row("anyOf beside members",
            "{'type':'object','properties':{'k':{'const':'x'}},'required':['k'],'anyOf':[{'properties':{'v':{"
            "'const':1}},'required':['v']}]}",
            "{'k':'x','v':1}");
        row("minimum", "{'type':'number','minimum':2.5}", "2.5");
        row("minimum of an integer", "{'type':'integer','minimum':2.5}", "3");
        row("exclusive bounds close together", "{'type':'number','exclusiveMinimum':0,'exclusiveMaximum':1}",
            "0.5");
        row("exclusive bounds of integers", "{'type':'integer','exclusiveMinimum':4,'exclusiveMaximum':6}",
            "5");
        row("no integer between: nothing", "{'type':'integer','exclusiveMinimum':4,'exclusiveMaximum':5}",
            "");
        row("multipleOf", "{'type':'integer','minimum':10,'multipleOf':7}", "14");
        row("maximum below zero", "{'type':'integer','maximum':-3}", "-3");
        row("date-time", "{'type':'string','format':'date-time'}", "'2026-01-01T00:00:00Z'");
        row("unknown format", "{'type':'string','format':'colour'}", "'demo'");
        row("minLength", "{'type':'string','minLength':10}", "'demo demo demo'");
        row("maxLength", "{'type':'string','maxLength':2}", "'de'");
        row("maxLength and different", "{'items':{'type':'string','maxLength':3},'minItems':2}",
            "['dem','de2']");
        row("pattern", "{'type':'string','pattern':'^[A-Z]{3}$'}", "'AAA'");
        row("pattern of digits", "{'type':'string','pattern':'^\\\\d{4}-\\\\d{2}-\\\\d{2}$'}",
            "'2026-01-01'");
        row("pattern that nothing meets: nothing", "{'type':'string','pattern':'^xyzzy-\\\\d{3}!$'}", "");
        row("wrong pattern: nothing", "{'type':'string','pattern':'('}", "");
    }
    void makes()
    {
        QFETCH(QByteArray, schema);
        QFETCH(QByteArray, instance);
        const auto made = smallestInstance(json(schema), "demo");
        QCOMPARE(made.value_or(""), json(instance));
    }

    void deepSchemaEnds()
    {
        std::string schema;
        for (int i = 0; i < 120; ++i)
            schema += "{'properties':{'a':";
        schema += "{}";
        for (int i = 0; i < 120; ++i)
            schema += "},'required':['a']}";
        QVERIFY(!smallestInstance(json(QByteArray::fromStdString(schema)), "demo"));
    }

    void wideSchemaEnds()
    {
        // Each level doubles what the one below gives.
        std::string schema = "{'$ref':'#/$defs/n0','$defs':{";
        for (int i = 0; i < 40; ++i) {
            const std::string next = "{'$ref':'#/$defs/n" + std::to_string(i + 1) + "'}";
            schema += "\"n" + std::to_string(i) + "':{'properties':{'a':" + next + ",'b':" + next +
                      "},'required':['a','b']},";
        }
        schema += "'n40':{'const':1}}}";
        QVERIFY(!smallestInstance(json(QByteArray::fromStdString(schema)), "demo"));
    }

    void manyWaysToFailEnd()
    {
        // 2^40 combinations, none of which can be met.
        std::string schema = "{'allOf':[";
        for (int i = 0; i < 40; ++i)
            schema += "{'anyOf':[{'minimum':0},{'maximum':9}]},";
        schema += "{'enum':[]}]}";
        QVERIFY(!smallestInstance(json(QByteArray::fromStdString(schema)), "demo"));
    }
};

QTEST_APPLESS_MAIN(TestSchemaInstance)
#include "tst_schema_instance.moc"
