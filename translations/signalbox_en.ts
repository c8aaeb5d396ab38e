<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>signalbox::ui::AgentWords</name>
    <message numerus="yes">
        <source>%n lines change in one file.</source>
        <translation>
            <numerusform>%n line changes in one file.</numerusform>
            <numerusform>%n lines change in one file.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n lines change in %1 files.</source>
        <translation>
            <numerusform>%n line changes in %1 files.</numerusform>
            <numerusform>%n lines change in %1 files.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>signalbox::ui::DesktopNotices</name>
    <message numerus="yes">
        <source>The last %n attempts failed.</source>
        <translation>
            <numerusform>The last attempt failed.</numerusform>
            <numerusform>The last %n attempts failed.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n requests could not be recorded</source>
        <translation>
            <numerusform>%n request could not be recorded</numerusform>
            <numerusform>%n requests could not be recorded</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>signalbox::ui::DesktopPresence</name>
    <message numerus="yes">
        <source>%n keys were tested, all answered</source>
        <translation>
            <numerusform>%n key was tested, it answered</numerusform>
            <numerusform>%n keys were tested, all answered</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n keys did not answer</source>
        <translation>
            <numerusform>%n key did not answer</numerusform>
            <numerusform>%n keys did not answer</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>signalbox::ui::DiffModel</name>
    <message numerus="yes">
        <source>%n lines stay as they are</source>
        <translation>
            <numerusform>%n line stays as it is</numerusform>
            <numerusform>%n lines stay as they are</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>signalbox::ui::GatewayWords</name>
    <message numerus="yes">
        <source>%n requests could not be recorded.</source>
        <translation>
            <numerusform>%n request could not be recorded.</numerusform>
            <numerusform>%n requests could not be recorded.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>signalbox::ui::LatencyChart</name>
    <message numerus="yes">
        <source>%n requests</source>
        <translation>
            <numerusform>%n request</numerusform>
            <numerusform>%n requests</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>signalbox::ui::MainWindow</name>
    <message numerus="yes">
        <source>Shares of the last %n seconds</source>
        <translation>
            <numerusform>Shares of the last second</numerusform>
            <numerusform>Shares of the last %n seconds</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n providers need a look</source>
        <translation>
            <numerusform>%n provider needs a look</numerusform>
            <numerusform>%n providers need a look</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n agents need a look</source>
        <translation>
            <numerusform>%n agent needs a look</numerusform>
            <numerusform>%n agents need a look</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>signalbox::ui::ModelFacts</name>
    <message numerus="yes">
        <source>%n attempts</source>
        <translation>
            <numerusform>%n attempt</numerusform>
            <numerusform>%n attempts</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>signalbox::ui::NoticeBar</name>
    <message numerus="yes">
        <source>%n more</source>
        <translation>
            <numerusform>%n more</numerusform>
            <numerusform>%n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>signalbox::ui::OverviewFigures</name>
    <message numerus="yes">
        <source>No price for %n requests</source>
        <translation>
            <numerusform>No price for %n request</numerusform>
            <numerusform>No price for %n requests</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n of unknown price</source>
        <translation>
            <numerusform>%n of unknown price</numerusform>
            <numerusform>%n of unknown price</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>signalbox::ui::PlanDiff</name>
    <message numerus="yes">
        <source>%n lines added</source>
        <translation>
            <numerusform>%n line added</numerusform>
            <numerusform>%n lines added</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n lines removed</source>
        <translation>
            <numerusform>%n line removed</numerusform>
            <numerusform>%n lines removed</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>signalbox::ui::ProviderChoices</name>
    <message numerus="yes">
        <source>%1 found, %n models</source>
        <translation>
            <numerusform>%1 found, %n model</numerusform>
            <numerusform>%1 found, %n models</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>signalbox::ui::ProviderSetup</name>
    <message numerus="yes">
        <source>%n models fetched, %1 with prices</source>
        <translation>
            <numerusform>%n model fetched, %1 with prices</numerusform>
            <numerusform>%n models fetched, %1 with prices</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>signalbox::ui::QuitFlow</name>
    <message numerus="yes">
        <source>%n requests are running</source>
        <translation>
            <numerusform>%n request is running</numerusform>
            <numerusform>%n requests are running</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>signalbox::ui::Tray</name>
    <message numerus="yes">
        <source>%n requests could not be recorded</source>
        <translation>
            <numerusform>%n request could not be recorded</numerusform>
            <numerusform>%n requests could not be recorded</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1: the last %n attempts failed</source>
        <translation>
            <numerusform>%1: the last attempt failed</numerusform>
            <numerusform>%1: the last %n attempts failed</numerusform>
        </translation>
    </message>
</context>
</TS>
