<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de_DE">
<context>
    <name>signalbox::ui::ChartLegend</name>
    <message>
        <source>Legend</source>
        <translation>Legende</translation>
    </message>
</context>
<context>
    <name>signalbox::ui::CopyButton</name>
    <message>
        <source>Copied</source>
        <translation>Kopiert</translation>
    </message>
</context>
<context>
    <name>signalbox::ui::DesktopNotices</name>
    <message numerus="yes">
        <source>The last %n attempts failed.</source>
        <translation>
            <numerusform>Der letzte Versuch ist gescheitert.</numerusform>
            <numerusform>Die letzten %n Versuche sind gescheitert.</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 stopped answering</source>
        <translation>%1 antwortet nicht mehr</translation>
    </message>
    <message>
        <source>%1 answers again</source>
        <translation>%1 antwortet wieder</translation>
    </message>
    <message>
        <source>It had failed since %1.</source>
        <translation>Seit %1 war nichts gekommen.</translation>
    </message>
    <message>
        <source>Not serving</source>
        <translation>Nimmt nichts an</translation>
    </message>
    <message>
        <source>The gateway does not answer.</source>
        <translation>Das Gateway antwortet nicht.</translation>
    </message>
    <message>
        <source>Serving again</source>
        <translation>Nimmt wieder an</translation>
    </message>
    <message>
        <source>The keychain is locked</source>
        <translation>Der Schlüsselbund ist verschlossen</translation>
    </message>
    <message>
        <source>Providers with stored keys cannot be used until it is open.</source>
        <translation>Anbieter mit gespeicherten Schlüsseln ruhen, bis er offen ist.</translation>
    </message>
    <message>
        <source>The keychain is open</source>
        <translation>Der Schlüsselbund ist offen</translation>
    </message>
    <message>
        <source>Providers have their keys again.</source>
        <translation>Die Anbieter haben ihre Schlüssel wieder.</translation>
    </message>
    <message numerus="yes">
        <source>%n requests could not be recorded</source>
        <translation>
            <numerusform>%n Anfrage konnte nicht verzeichnet werden</numerusform>
            <numerusform>%n Anfragen konnten nicht verzeichnet werden</numerusform>
        </translation>
    </message>
    <message>
        <source>Their cost is missing from every sum.</source>
        <translation>Ihre Kosten fehlen in jeder Summe.</translation>
    </message>
</context>
<context>
    <name>signalbox::ui::DesktopPresence</name>
    <message>
        <source>The weights of “%1” could not be changed</source>
        <translation>Die Gewichte von „%1“ ließen sich nicht ändern</translation>
    </message>
    <message numerus="yes">
        <source>%n keys were tested, all answered</source>
        <translation>
            <numerusform>%n Schlüssel geprüft, er antwortet</numerusform>
            <numerusform>%n Schlüssel geprüft, alle antworten</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n keys did not answer</source>
        <translation>
            <numerusform>%n Schlüssel antwortet nicht</numerusform>
            <numerusform>%n Schlüssel antworten nicht</numerusform>
        </translation>
    </message>
    <message>
        <source>The gateway could not be paused</source>
        <translation>Das Gateway ließ sich nicht anhalten</translation>
    </message>
    <message>
        <source>The gateway could not be started again</source>
        <translation>Das Gateway ließ sich nicht wieder starten</translation>
    </message>
    <message>
        <source>Starting at login could not be changed</source>
        <translation>Der Start beim Anmelden ließ sich nicht ändern</translation>
    </message>
    <message>
        <source>This desktop shows no tray icons.</source>
        <translation>Diese Oberfläche zeigt keine Symbole in der Leiste.</translation>
    </message>
    <message>
        <source>Closing the window minimises it; Ctrl+Q quits.</source>
        <translation>Schließen verkleinert das Fenster; Strg+Q beendet.</translation>
    </message>
    <message>
        <source>Signalbox keeps running</source>
        <translation>Signalbox läuft weiter</translation>
    </message>
    <message>
        <source>Keep Signalbox in the tray?</source>
        <translation>Signalbox in der Leiste behalten?</translation>
    </message>
    <message>
        <source>Closing the window does not stop the gateway. Agents can go on working; the icon in the panel opens it again.</source>
        <translation>Das Gateway läuft weiter, wenn das Fenster geschlossen ist. Agenten können weiterarbeiten; das Symbol in der Leiste öffnet es wieder.</translation>
    </message>
    <message>
        <source>Do not ask again</source>
        <translation>Nicht mehr fragen</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Beenden</translation>
    </message>
    <message>
        <source>Keep running</source>
        <translation>Weiterlaufen lassen</translation>
    </message>
</context>
<context>
    <name>signalbox::ui::EmptyOverview</name>
    <message>
        <source>Ready to be asked for</source>
        <translation>Bereit für Anfragen</translation>
    </message>
    <message>
        <source>The gateway’s address</source>
        <translation>Adresse des Gateways</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>The line is clear, and nothing is on it yet</source>
        <translation>Die Strecke ist frei, noch fährt nichts darauf</translation>
    </message>
    <message>
        <source>Send one request. It shows up here within a second,</source>
        <translation>Eine Anfrage genügt. Sie erscheint hier binnen einer Sekunde,</translation>
    </message>
    <message>
        <source>with what it cost and how long it took.</source>
        <translation>mit Kosten und Dauer.</translation>
    </message>
    <message>
        <source>Copy command</source>
        <translation>Befehl kopieren</translation>
    </message>
    <message>
        <source>None: the gateway is not serving.</source>
        <translation>Keine: das Gateway nimmt nichts an.</translation>
    </message>
</context>
<context>
    <name>signalbox::ui::GatewayWords</name>
    <message>
        <source>Starting</source>
        <translation>Startet</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>Angehalten</translation>
    </message>
    <message>
        <source>Running</source>
        <translation>Läuft</translation>
    </message>
    <message>
        <source>Ending what runs</source>
        <translation>Beendet Laufendes</translation>
    </message>
    <message>
        <source>Not serving</source>
        <translation>Nimmt nichts an</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>Beendet</translation>
    </message>
    <message>
        <source>Not serving.</source>
        <translation>Nimmt nichts an.</translation>
    </message>
    <message>
        <source>Not serving: %1</source>
        <translation>Nimmt nichts an: %1</translation>
    </message>
    <message>
        <source>Agents get “connection refused” or the wrong program.</source>
        <translation>Agenten bekommen „connection refused“ oder das falsche Programm.</translation>
    </message>
    <message>
        <source>The gateway is paused.</source>
        <translation>Das Gateway ist angehalten.</translation>
    </message>
    <message>
        <source>New requests are refused until it takes them again.</source>
        <translation>Neue Anfragen werden abgewiesen, bis es wieder welche annimmt.</translation>
    </message>
    <message>
        <source>Take requests</source>
        <translation>Anfragen annehmen</translation>
    </message>
    <message>
        <source>The last good version keeps running.</source>
        <translation>Die letzte gültige Fassung läuft weiter.</translation>
    </message>
    <message numerus="yes">
        <source>%n requests could not be recorded.</source>
        <translation>
            <numerusform>%n Anfrage konnte nicht festgehalten werden.</numerusform>
            <numerusform>%n Anfragen konnten nicht festgehalten werden.</numerusform>
        </translation>
    </message>
    <message>
        <source>Their cost is missing from every sum. Keys with a budget are refused.</source>
        <translation>Ihre Kosten fehlen in jeder Summe. Schlüssel mit Budget werden abgewiesen.</translation>
    </message>
</context>
<context>
    <name>signalbox::ui::LastRequestsModel</name>
    <message>
        <source>not yet, asked for %1</source>
        <translation>noch niemand, gefragt war %1</translation>
    </message>
    <message>
        <source>none, asked for %1</source>
        <translation>niemand, gefragt war %1</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>Agent</source>
        <translation>Agent</translation>
    </message>
    <message>
        <source>Served by</source>
        <translation>Bedient von</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>Total</source>
        <translation>Gesamt</translation>
    </message>
    <message>
        <source>In → out</source>
        <translation>Ein → aus</translation>
    </message>
    <message>
        <source>Cost</source>
        <translation>Kosten</translation>
    </message>
</context>
<context>
    <name>signalbox::ui::LatencyChart</name>
    <message>
        <source>Latency over time, by model</source>
        <translation>Antwortzeit im Verlauf, nach Modell</translation>
    </message>
    <message>
        <source>Half answer within</source>
        <translation>Die Hälfte antwortet binnen</translation>
    </message>
    <message>
        <source>95 % answer within</source>
        <translation>95 % antworten binnen</translation>
    </message>
    <message>
        <source>Too few requests for percentiles.</source>
        <translation>Zu wenige Anfragen für Perzentile.</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 s</translation>
    </message>
    <message numerus="yes">
        <source>%n requests</source>
        <translation>
            <numerusform>%n Anfrage</numerusform>
            <numerusform>%n Anfragen</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>signalbox::ui::LatencyRows</name>
    <message>
        <source>Latency by model</source>
        <translation>Antwortzeit nach Modell</translation>
    </message>
    <message>
        <source>%1: half within %2, 95 % within %3</source>
        <translation>%1: die Hälfte binnen %2, 95 % binnen %3</translation>
    </message>
    <message>
        <source>Too few requests for percentiles.</source>
        <translation>Zu wenige Anfragen für Perzentile.</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Needs 20 requests, has %1</source>
        <translation>Braucht 20 Anfragen, hat %1</translation>
    </message>
</context>
<context>
    <name>signalbox::ui::MainWindow</name>
    <message>
        <source>Overview</source>
        <translation>Übersicht</translation>
    </message>
    <message>
        <source>Routing</source>
        <translation>Verteilung</translation>
    </message>
    <message>
        <source>The figures cannot be read.</source>
        <translation>Die Zahlen lassen sich nicht lesen.</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>The weights of “%1” were changed elsewhere.</source>
        <translation>Die Gewichte von „%1“ wurden anderswo geändert.</translation>
    </message>
    <message>
        <source>What is in force now is shown; your change was not applied.</source>
        <translation>Gezeigt wird, was jetzt gilt; die eigene Änderung gilt nicht.</translation>
    </message>
    <message>
        <source>The weights of “%1” could not be changed.</source>
        <translation>Die Gewichte von „%1“ ließen sich nicht ändern.</translation>
    </message>
    <message>
        <source>dddd d MMMM</source>
        <translation>dddd, d. MMMM</translation>
    </message>
    <message numerus="yes">
        <source>Shares of the last %n seconds</source>
        <translation>
            <numerusform>Anteile der letzten Sekunde</numerusform>
            <numerusform>Anteile der letzten %n Sekunden</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 req/min</source>
        <translation>%1 Anfr./min</translation>
    </message>
    <message>
        <source>%1 in flight</source>
        <translation>%1 unterwegs</translation>
    </message>
    <message>
        <source>%1 today</source>
        <translation>%1 heute</translation>
    </message>
    <message>
        <source>%1 on</source>
        <translation>%1 auf</translation>
    </message>
    <message>
        <source>stopped %1</source>
        <translation>steht seit %1</translation>
    </message>
    <message>
        <source>not serving</source>
        <translation>nimmt nichts an</translation>
    </message>
    <message>
        <source>The gateway does not answer.</source>
        <translation>Das Gateway antwortet nicht.</translation>
    </message>
    <message>
        <source>The figures are the last there were.</source>
        <translation>Die Zahlen sind die letzten bekannten.</translation>
    </message>
    <message>
        <source>No answer</source>
        <translation>Keine Antwort</translation>
    </message>
    <message>
        <source>no answer</source>
        <translation>keine Antwort</translation>
    </message>
    <message>
        <source>The gateway could not be paused.</source>
        <translation>Das Gateway ließ sich nicht anhalten.</translation>
    </message>
    <message>
        <source>The gateway could not be started again.</source>
        <translation>Das Gateway ließ sich nicht wieder starten.</translation>
    </message>
</context>
<context>
    <name>signalbox::ui::ModelFacts</name>
    <message numerus="yes">
        <source>%n attempts</source>
        <translation>
            <numerusform>%n Versuch</numerusform>
            <numerusform>%n Versuche</numerusform>
        </translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Fertig</translation>
    </message>
    <message>
        <source>No target</source>
        <translation>Kein Ziel</translation>
    </message>
    <message>
        <source>Timed out</source>
        <translation>Zeit abgelaufen</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Fehlgeschlagen</translation>
    </message>
    <message>
        <source>No valid key</source>
        <translation>Kein gültiger Schlüssel</translation>
    </message>
    <message>
        <source>Rate limited</source>
        <translation>Zu viele Anfragen</translation>
    </message>
    <message>
        <source>Over budget</source>
        <translation>Über dem Budget</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>Abgewiesen</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>Abgebrochen</translation>
    </message>
    <message>
        <source>Cut off</source>
        <translation>Abgeschnitten</translation>
    </message>
    <message>
        <source>Streaming</source>
        <translation>Strömt</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>Wartet</translation>
    </message>
    <message>
        <source>free</source>
        <translation>kostenlos</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>unbekannt</translation>
    </message>
    <message>
        <source>By weight</source>
        <translation>Nach Gewicht</translation>
    </message>
    <message>
        <source>In order</source>
        <translation>Der Reihe nach</translation>
    </message>
    <message>
        <source>In turn</source>
        <translation>Reihum</translation>
    </message>
    <message>
        <source>Least busy</source>
        <translation>Am wenigsten belegt</translation>
    </message>
    <message>
        <source>Fastest</source>
        <translation>Am schnellsten</translation>
    </message>
    <message>
        <source>Cheapest</source>
        <translation>Am günstigsten</translation>
    </message>
    <message>
        <source>By conversation hash</source>
        <translation>Nach Gesprächs-Hash</translation>
    </message>
</context>
<context>
    <name>signalbox::ui::NavigationRail</name>
    <message>
        <source>Copy address</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Pause the gateway</source>
        <translation>Gateway anhalten</translation>
    </message>
    <message>
        <source>Pages</source>
        <translation>Seiten</translation>
    </message>
    <message>
        <source>Take requests again</source>
        <translation>Wieder Anfragen annehmen</translation>
    </message>
</context>
<context>
    <name>signalbox::ui::NoticeBar</name>
    <message>
        <source>Close this notice</source>
        <translation>Hinweis schließen</translation>
    </message>
    <message numerus="yes">
        <source>%n more</source>
        <translation>
            <numerusform>%n weiterer</numerusform>
            <numerusform>%n weitere</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>signalbox::ui::Notifier</name>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
</context>
<context>
    <name>signalbox::ui::OverviewFigures</name>
    <message>
        <source>in 15 min</source>
        <translation>in 15 min</translation>
    </message>
    <message>
        <source>in the last hour</source>
        <translation>in der letzten Stunde</translation>
    </message>
    <message>
        <source>today</source>
        <translation>heute</translation>
    </message>
    <message>
        <source>in 7 days</source>
        <translation>in 7 Tagen</translation>
    </message>
    <message>
        <source>in 30 days</source>
        <translation>in 30 Tagen</translation>
    </message>
    <message>
        <source>Spend, 15 min</source>
        <translation>Ausgaben, 15 min</translation>
    </message>
    <message>
        <source>Spend, last hour</source>
        <translation>Ausgaben, letzte Stunde</translation>
    </message>
    <message>
        <source>Spend today</source>
        <translation>Ausgaben heute</translation>
    </message>
    <message>
        <source>Spend, 7 days</source>
        <translation>Ausgaben, 7 Tage</translation>
    </message>
    <message>
        <source>Spend, 30 days</source>
        <translation>Ausgaben, 30 Tage</translation>
    </message>
    <message>
        <source>%1 in the last hour</source>
        <translation>%1 in der letzten Stunde</translation>
    </message>
    <message>
        <source>%1 per hour</source>
        <translation>%1 pro Stunde</translation>
    </message>
    <message>
        <source>Appears with the first priced request</source>
        <translation>Erscheint mit der ersten Anfrage mit Preis</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>unbekannt</translation>
    </message>
    <message numerus="yes">
        <source>No price for %n requests</source>
        <translation>
            <numerusform>Kein Preis für %n Anfrage</numerusform>
            <numerusform>Kein Preis für %n Anfragen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n of unknown price</source>
        <translation>
            <numerusform>%n mit unbekanntem Preis</numerusform>
            <numerusform>%n mit unbekanntem Preis</numerusform>
        </translation>
    </message>
    <message>
        <source>Requests</source>
        <translation>Anfragen</translation>
    </message>
    <message>
        <source>None yet %1</source>
        <translation>Noch keine %1</translation>
    </message>
    <message>
        <source>%1 per minute now · %2 in flight</source>
        <translation>%1 pro Minute jetzt · %2 unterwegs</translation>
    </message>
    <message>
        <source>95 % answer within</source>
        <translation>95 % antworten binnen</translation>
    </message>
    <message>
        <source>Needs 20 requests</source>
        <translation>Braucht 20 Anfragen</translation>
    </message>
    <message>
        <source>half within %1</source>
        <translation>die Hälfte binnen %1</translation>
    </message>
    <message>
        <source>Errors</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>%1 of %2 failed</source>
        <translation>%1 von %2 fehlgeschlagen</translation>
    </message>
</context>
<context>
    <name>signalbox::ui::OverviewPage</name>
    <message>
        <source>Overview</source>
        <translation>Übersicht</translation>
    </message>
    <message>
        <source>Spend today</source>
        <translation>Ausgaben heute</translation>
    </message>
    <message>
        <source>Requests</source>
        <translation>Anfragen</translation>
    </message>
    <message>
        <source>95 % answer within</source>
        <translation>95 % antworten binnen</translation>
    </message>
    <message>
        <source>Errors</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>Spend per hour</source>
        <translation>Ausgaben pro Stunde</translation>
    </message>
    <message>
        <source>Latency by model</source>
        <translation>Antwortzeit nach Modell</translation>
    </message>
    <message>
        <source>What is measured</source>
        <translation>Was gemessen wird</translation>
    </message>
    <message>
        <source>Total</source>
        <translation>Gesamt</translation>
    </message>
    <message>
        <source>First token</source>
        <translation>Erstes Token</translation>
    </message>
    <message>
        <source>Latency over time</source>
        <translation>Antwortzeit im Verlauf</translation>
    </message>
    <message>
        <source>Percentile</source>
        <translation>Perzentil</translation>
    </message>
    <message>
        <source>Last requests</source>
        <translation>Letzte Anfragen</translation>
    </message>
</context>
<context>
    <name>signalbox::ui::QuitFlow</name>
    <message>
        <source>Requests that have ended</source>
        <translation>Anfragen, die zu Ende sind</translation>
    </message>
    <message>
        <source>Quit now</source>
        <translation>Sofort beenden</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Wait, then quit</source>
        <translation>Warten, dann beenden</translation>
    </message>
    <message numerus="yes">
        <source>%n requests are running</source>
        <translation>
            <numerusform>%n Anfrage läuft noch</numerusform>
            <numerusform>%n Anfragen laufen noch</numerusform>
        </translation>
    </message>
    <message>
        <source>New requests are already refused.</source>
        <translation>Neue Anfragen werden schon abgelehnt.</translation>
    </message>
    <message>
        <source>They need about %1 s more.</source>
        <translation>Sie brauchen noch etwa %1 s.</translation>
    </message>
    <message>
        <source>Signalbox quits as soon as they have ended.</source>
        <translation>Signalbox endet, sobald sie zu Ende sind.</translation>
    </message>
</context>
<context>
    <name>signalbox::ui::RoutingModel</name>
    <message>
        <source>Provider off</source>
        <translation>Anbieter aus</translation>
    </message>
    <message>
        <source>Out</source>
        <translation>Draußen</translation>
    </message>
    <message>
        <source>Serving</source>
        <translation>Bedient</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>Wartet</translation>
    </message>
    <message>
        <source>stays by conversation</source>
        <translation>bleibt je Gespräch</translation>
    </message>
    <message>
        <source>no affinity</source>
        <translation>ohne Bindung</translation>
    </message>
    <message>
        <source>then, only if all above fail</source>
        <translation>dann, nur wenn alle darüber ausfallen</translation>
    </message>
    <message>
        <source>first</source>
        <translation>zuerst</translation>
    </message>
    <message>
        <source>when %1 fails</source>
        <translation>wenn %1 ausfällt</translation>
    </message>
    <message>
        <source>Model and target</source>
        <translation>Modell und Ziel</translation>
    </message>
    <message>
        <source>Provider</source>
        <translation>Anbieter</translation>
    </message>
    <message>
        <source>Weight</source>
        <translation>Gewicht</translation>
    </message>
    <message>
        <source>Lock</source>
        <translation>Fest</translation>
    </message>
    <message>
        <source>Wanted</source>
        <translation>Soll</translation>
    </message>
    <message>
        <source>Served</source>
        <translation>Ist</translation>
    </message>
    <message>
        <source>Requests</source>
        <translation>Anfragen</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
</context>
<context>
    <name>signalbox::ui::RoutingPage</name>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>Wiederholen</translation>
    </message>
    <message>
        <source>Routing</source>
        <translation>Verteilung</translation>
    </message>
    <message>
        <source>A moved weight holds from the next request on.</source>
        <translation>Ein verschobenes Gewicht gilt ab der nächsten Anfrage.</translation>
    </message>
    <message>
        <source>Virtual models and their targets</source>
        <translation>Virtuelle Modelle und ihre Ziele</translation>
    </message>
    <message>
        <source>No virtual models yet. Add one to config.json, and it stands here at once.</source>
        <translation>Noch keine virtuellen Modelle. Eines in config.json eintragen, und es steht sofort hier.</translation>
    </message>
    <message>
        <source>%1 in %2</source>
        <translation>%1 in %2</translation>
    </message>
    <message>
        <source>Lock the weight of %1</source>
        <translation>Gewicht von %1 festhalten</translation>
    </message>
    <message>
        <source>Keep this weight while others are moved</source>
        <translation>Dieses Gewicht behalten, während andere verschoben werden</translation>
    </message>
</context>
<context>
    <name>signalbox::ui::SpendChart</name>
    <message>
        <source>Spend per hour, by model</source>
        <translation>Ausgaben pro Stunde, nach Modell</translation>
    </message>
    <message>
        <source>other</source>
        <translation>übrige</translation>
    </message>
    <message>
        <source>Nothing was spent in this time.</source>
        <translation>In dieser Zeit wurde nichts ausgegeben.</translation>
    </message>
    <message>
        <source>Totals: %1</source>
        <translation>Summen: %1</translation>
    </message>
    <message>
        <source>%1/h</source>
        <translation>%1/h</translation>
    </message>
</context>
<context>
    <name>signalbox::ui::StatusLine</name>
    <message>
        <source>Status</source>
        <translation>Status</translation>
    </message>
</context>
<context>
    <name>signalbox::ui::TopBar</name>
    <message>
        <source>15 min</source>
        <translation>15 min</translation>
    </message>
    <message>
        <source>1 h</source>
        <translation>1 h</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>Heute</translation>
    </message>
    <message>
        <source>7 d</source>
        <translation>7 T</translation>
    </message>
    <message>
        <source>30 d</source>
        <translation>30 T</translation>
    </message>
    <message>
        <source>Range</source>
        <translation>Zeitraum</translation>
    </message>
    <message>
        <source>Figures</source>
        <translation>Zahlen</translation>
    </message>
    <message>
        <source>Live</source>
        <translation>Live</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Pause</translation>
    </message>
    <message>
        <source>Pause the figures</source>
        <translation>Zahlen anhalten</translation>
    </message>
    <message>
        <source>Show live figures</source>
        <translation>Zahlen laufen lassen</translation>
    </message>
</context>
<context>
    <name>signalbox::ui::Tray</name>
    <message>
        <source>%1 req/min</source>
        <translation>%1 Anfr./min</translation>
    </message>
    <message>
        <source>%1 today</source>
        <translation>%1 heute</translation>
    </message>
    <message>
        <source>No answer</source>
        <translation>Keine Antwort</translation>
    </message>
    <message>
        <source>Starting</source>
        <translation>Startet</translation>
    </message>
    <message>
        <source>The gateway does not answer</source>
        <translation>Das Gateway antwortet nicht</translation>
    </message>
    <message numerus="yes">
        <source>%n requests could not be recorded</source>
        <translation>
            <numerusform>%n Anfrage konnte nicht verzeichnet werden</numerusform>
            <numerusform>%n Anfragen konnten nicht verzeichnet werden</numerusform>
        </translation>
    </message>
    <message>
        <source>The keychain is locked</source>
        <translation>Der Schlüsselbund ist verschlossen</translation>
    </message>
    <message numerus="yes">
        <source>%1: the last %n attempts failed</source>
        <translation>
            <numerusform>%1: der letzte Versuch ist gescheitert</numerusform>
            <numerusform>%1: die letzten %n Versuche sind gescheitert</numerusform>
        </translation>
    </message>
    <message>
        <source>The configuration is wrong; the last good one runs</source>
        <translation>Die Konfiguration ist falsch; die letzte gute läuft</translation>
    </message>
    <message>
        <source>%1, %2 in flight</source>
        <translation>%1, %2 unterwegs</translation>
    </message>
</context>
<context>
    <name>signalbox::ui::TrayMenu</name>
    <message>
        <source>switched off</source>
        <translation>abgeschaltet</translation>
    </message>
    <message>
        <source>does not answer</source>
        <translation>antwortet nicht</translation>
    </message>
    <message>
        <source>p50 %1</source>
        <translation>p50 %1</translation>
    </message>
    <message>
        <source>%1 as set</source>
        <translation>%1 wie eingestellt</translation>
    </message>
    <message>
        <source>All %1</source>
        <translation>Alles an %1</translation>
    </message>
    <message>
        <source>Choose weights…</source>
        <translation>Gewichte wählen …</translation>
    </message>
    <message>
        <source>cut short</source>
        <translation>abgebrochen</translation>
    </message>
    <message>
        <source>Errors today · %1</source>
        <translation>Fehler heute · %1</translation>
    </message>
    <message>
        <source>Testing the providers…</source>
        <translation>Anbieter werden geprüft …</translation>
    </message>
    <message>
        <source>Test providers now</source>
        <translation>Anbieter jetzt prüfen</translation>
    </message>
    <message>
        <source>Copy address</source>
        <translation>Adresse kopieren</translation>
    </message>
    <message>
        <source>Copy setup for</source>
        <translation>Einrichtung kopieren für</translation>
    </message>
    <message>
        <source>Codex CLI</source>
        <translation>Codex CLI</translation>
    </message>
    <message>
        <source>OpenAI clients</source>
        <translation>OpenAI-Clients</translation>
    </message>
    <message>
        <source>Open Signalbox</source>
        <translation>Signalbox öffnen</translation>
    </message>
    <message>
        <source>Start gateway</source>
        <translation>Gateway starten</translation>
    </message>
    <message>
        <source>Pause gateway</source>
        <translation>Gateway anhalten</translation>
    </message>
    <message>
        <source>Start at login</source>
        <translation>Beim Anmelden starten</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Beenden</translation>
    </message>
</context>
<context>
    <name>signalbox::ui::WeightCell</name>
    <message>
        <source>Share of %1, percent</source>
        <translation>Anteil von %1 in Prozent</translation>
    </message>
    <message>
        <source>Weight of %1</source>
        <translation>Gewicht von %1</translation>
    </message>
    <message>
        <source>The only target gets every request.</source>
        <translation>Das einzige Ziel bekommt jede Anfrage.</translation>
    </message>
</context>
<context>
    <name>signalbox::ui::WeightChanges</name>
    <message>
        <source>Weights of %1</source>
        <translation>Gewichte von %1</translation>
    </message>
</context>
<context>
    <name>signalbox::ui::WeightSpinBox</name>
    <message>
        <source> of %1</source>
        <translation> von %1</translation>
    </message>
    <message>
        <source>out</source>
        <translation>aus</translation>
    </message>
</context>
</TS>
