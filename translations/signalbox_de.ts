<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de_DE">
<context>
    <name>signalbox::ui::AddProviderDialog</name>
    <message>
        <source>Add a provider</source>
        <translation>Anbieter hinzufügen</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>As “name/model” it is asked for, and stands in records.</source>
        <translation>Als „Name/Modell“ wird er verlangt und steht er in Aufzeichnungen.</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Adresse</translation>
    </message>
    <message>
        <source>Spoken to in the format of</source>
        <translation>Angesprochen im Format</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>Prüfen</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Sichern</translation>
    </message>
    <message>
        <source>The test was stopped.</source>
        <translation>Die Prüfung wurde angehalten.</translation>
    </message>
    <message>
        <source>Empty: %1</source>
        <translation>Leer: %1</translation>
    </message>
    <message>
        <source>Best for each request</source>
        <translation>Je Anfrage das beste</translation>
    </message>
    <message>
        <source>“%1” of the address</source>
        <translation>„%1“ der Adresse</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>The key goes to the keychain…</source>
        <translation>Der Schlüssel kommt in den Schlüsselbund …</translation>
    </message>
    <message>
        <source>The key is kept for this session…</source>
        <translation>Der Schlüssel wird für diese Sitzung behalten …</translation>
    </message>
    <message>
        <source>The entry is saved…</source>
        <translation>Der Eintrag wird gesichert …</translation>
    </message>
    <message>
        <source>Waiting for its answer to one small request…</source>
        <translation>Wartet auf die Antwort auf eine kleine Anfrage …</translation>
    </message>
    <message>
        <source>The key could not be kept.</source>
        <translation>Der Schlüssel konnte nicht aufbewahrt werden.</translation>
    </message>
    <message>
        <source>Nothing was saved. Choose another place, or try again.</source>
        <translation>Nichts wurde gesichert. Wähle einen anderen Ort oder versuche es noch einmal.</translation>
    </message>
    <message>
        <source>The configuration was changed elsewhere meanwhile.</source>
        <translation>Die Konfiguration wurde inzwischen anderswo geändert.</translation>
    </message>
    <message>
        <source>Nothing you have typed is lost. Save again.</source>
        <translation>Nichts Eingegebenes ist verloren. Sichere noch einmal.</translation>
    </message>
    <message>
        <source>It was not saved.</source>
        <translation>Es wurde nicht gesichert.</translation>
    </message>
    <message>
        <source>The test could not be made.</source>
        <translation>Die Prüfung war nicht möglich.</translation>
    </message>
    <message>
        <source>%1 answered after %2.</source>
        <translation>%1 hat nach %2 geantwortet.</translation>
    </message>
    <message>
        <source>First token after %1. Save keeps the provider.</source>
        <translation>Erstes Token nach %1. Sichern behält den Anbieter.</translation>
    </message>
    <message>
        <source>Look at the marked fields first.</source>
        <translation>Erst die markierten Felder ansehen.</translation>
    </message>
</context>
<context>
    <name>signalbox::ui::AgentCard</name>
    <message>
        <source>How to connect</source>
        <translation>Wie verbinden</translation>
    </message>
    <message>
        <source>Change the file</source>
        <translation>Datei ändern</translation>
    </message>
    <message>
        <source>Only show the lines</source>
        <translation>Nur die Zeilen zeigen</translation>
    </message>
    <message>
        <source>What to do</source>
        <translation>Was zu tun ist</translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>Zurückstellen</translation>
    </message>
    <message>
        <source>Ask for another model</source>
        <translation>Anderes Modell</translation>
    </message>
    <message>
        <source>Whose version holds</source>
        <translation>Wessen Fassung gilt</translation>
    </message>
    <message>
        <source>Put ours back</source>
        <translation>Unsere einsetzen</translation>
    </message>
    <message>
        <source>Keep theirs</source>
        <translation>Deren behalten</translation>
    </message>
    <message>
        <source>Copy lines</source>
        <translation>Zeilen kopieren</translation>
    </message>
    <message>
        <source>Look again</source>
        <translation>Neu suchen</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>Testen</translation>
    </message>
    <message>
        <source>Connect</source>
        <translation>Verbinden</translation>
    </message>
    <message>
        <source>Ask for</source>
        <translation>Fragt nach</translation>
    </message>
    <message>
        <source>Ask for the model</source>
        <translation>Fragt nach dem Modell</translation>
    </message>
    <message>
        <source>%1 was not found</source>
        <translation>%1 wurde nicht gefunden</translation>
    </message>
    <message>
        <source>%1 is connected</source>
        <translation>%1 ist verbunden</translation>
    </message>
    <message>
        <source>Another model for %1</source>
        <translation>Ein anderes Modell für %1</translation>
    </message>
    <message>
        <source>%1 was changed by another program</source>
        <translation>%1 wurde von einem anderen Programm geändert</translation>
    </message>
    <message>
        <source>Connect %1</source>
        <translation>%1 verbinden</translation>
    </message>
    <message>
        <source>Install it, then look again.</source>
        <translation>Installieren, dann neu suchen.</translation>
    </message>
    <message>
        <source>Reading its files…</source>
        <translation>Liest die Dateien…</translation>
    </message>
    <message>
        <source>Writing…</source>
        <translation>Schreibt…</translation>
    </message>
    <message>
        <source>Nothing was changed.</source>
        <translation>Nichts wurde geändert.</translation>
    </message>
    <message>
        <source>These lines have to be added by hand. Signalbox writes nothing.</source>
        <translation>Diese Zeilen sind von Hand einzufügen. Signalbox schreibt nichts.</translation>
    </message>
    <message>
        <source>%1 Nothing is written until you press %2.</source>
        <translation>%1 Geschrieben wird erst mit „%2“.</translation>
    </message>
    <message>
        <source>Change the model</source>
        <translation>Modell wechseln</translation>
    </message>
    <message>
        <source>Asking…</source>
        <translation>Fragt…</translation>
    </message>
    <message>
        <source>Connect and test</source>
        <translation>Verbinden und testen</translation>
    </message>
    <message>
        <source>%1’s file was changed by another program.</source>
        <translation>Die Datei von %1 wurde von einem anderen Programm geändert.</translation>
    </message>
    <message>
        <source>Nothing was written. Look at the difference again first.</source>
        <translation>Nichts wurde geschrieben. Erst den Unterschied noch einmal ansehen.</translation>
    </message>
    <message>
        <source>That did not work.</source>
        <translation>Das ging nicht.</translation>
    </message>
    <message>
        <source>%1 is connected.</source>
        <translation>%1 ist verbunden.</translation>
    </message>
    <message>
        <source>It asks Signalbox from its next start on.</source>
        <translation>Ab dem nächsten Start fragt es Signalbox.</translation>
    </message>
    <message>
        <source>%1 is as it was before Signalbox.</source>
        <translation>%1 ist wie vor Signalbox.</translation>
    </message>
    <message>
        <source>What others have changed since was kept.</source>
        <translation>Was andere seitdem geändert haben, blieb.</translation>
    </message>
    <message>
        <source>%1 asks its first question.</source>
        <translation>%1 stellt die erste Frage.</translation>
    </message>
    <message>
        <source>This takes a few seconds.</source>
        <translation>Das dauert einige Sekunden.</translation>
    </message>
    <message>
        <source>%1 got its answer through Signalbox.</source>
        <translation>%1 bekam seine Antwort durch Signalbox.</translation>
    </message>
    <message>
        <source>It said “%1”.</source>
        <translation>Sie lautet „%1“.</translation>
    </message>
    <message>
        <source>%1 got no answer.</source>
        <translation>%1 bekam keine Antwort.</translation>
    </message>
    <message>
        <source>Changing the files of %1 was cut off</source>
        <translation>Das Ändern der Dateien von %1 wurde abgebrochen</translation>
    </message>
</context>
<context>
    <name>signalbox::ui::AgentRow</name>
    <message>
        <source>Connected already</source>
        <translation>Schon verbunden</translation>
    </message>
    <message>
        <source>Writing…</source>
        <translation>Schreibt…</translation>
    </message>
    <message>
        <source>Reading its files…</source>
        <translation>Liest die Dateien…</translation>
    </message>
</context>
<context>
    <name>signalbox::ui::AgentStep</name>
    <message>
        <source>Show the diff</source>
        <translation>Unterschied zeigen</translation>
    </message>
    <message>
        <source>Which agent should use it?</source>
        <translation>Welcher Agent soll ihn nutzen?</translation>
    </message>
    <message>
        <source>Only our own keys in its file are changed.</source>
        <translation>Nur unsere eigenen Einträge in seiner Datei ändern sich.</translation>
    </message>
    <message>
        <source>Model behind “coder”</source>
        <translation>Modell hinter „coder“</translation>
    </message>
    <message>
        <source>The model “coder” could not be made. %1</source>
        <translation>Das Modell „coder“ ließ sich nicht anlegen. %1</translation>
    </message>
    <message>
        <source>Replace the model “coder”, all of it to</source>
        <translation>Modell „coder“ ersetzen, alles an</translation>
    </message>
    <message>
        <source>Make the model “coder”, all of it to</source>
        <translation>Modell „coder“ anlegen, alles an</translation>
    </message>
    <message>
        <source>Agents could not be looked for. %1</source>
        <translation>Agenten ließen sich nicht suchen. %1</translation>
    </message>
    <message>
        <source>%1’s file was changed by another program.</source>
        <translation>Die Datei von %1 wurde von einem anderen Programm geändert.</translation>
    </message>
    <message>
        <source>Nothing was written. Look at the difference again first.</source>
        <translation>Nichts wurde geschrieben. Erst den Unterschied noch einmal ansehen.</translation>
    </message>
    <message>
        <source>That did not work.</source>
        <translation>Das ging nicht.</translation>
    </message>
    <message>
        <source>Looking for agents…</source>
        <translation>Sucht Agenten…</translation>
    </message>
    <message>
        <source>No agent was found.</source>
        <translation>Kein Agent gefunden.</translation>
    </message>
    <message>
        <source>Looked in PATH and in the usual folders. Install one and come back, or go on.</source>
        <translation>Gesucht in PATH und den üblichen Ordnern. Einen installieren und wiederkommen, oder weiter.</translation>
    </message>
    <message>
        <source>Restore puts back exactly what was there, also after a crash.</source>
        <translation>Zurückstellen setzt genau das wieder ein, was da war, auch nach einem Absturz.</translation>
    </message>
    <message>
        <source>Show the agents</source>
        <translation>Agenten zeigen</translation>
    </message>
    <message>
        <source>Connect %1</source>
        <translation>%1 verbinden</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>Weiter</translation>
    </message>
</context>
<context>
    <name>signalbox::ui::AgentWords</name>
    <message>
        <source>Its own settings</source>
        <translation>Eigene Einstellungen</translation>
    </message>
    <message>
        <source>Not found</source>
        <translation>Nicht gefunden</translation>
    </message>
    <message>
        <source>Install it: %1</source>
        <translation>Installieren: %1</translation>
    </message>
    <message>
        <source>Not connected</source>
        <translation>Nicht verbunden</translation>
    </message>
    <message>
        <source>Connected</source>
        <translation>Verbunden</translation>
    </message>
    <message>
        <source>Changed</source>
        <translation>Geändert</translation>
    </message>
    <message>
        <source>No file changes.</source>
        <translation>Keine Datei ändert sich.</translation>
    </message>
    <message numerus="yes">
        <source>%n lines change in one file.</source>
        <translation>
            <numerusform>%n Zeile ändert sich in einer Datei.</numerusform>
            <numerusform>%n Zeilen ändern sich in einer Datei.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n lines change in %1 files.</source>
        <translation>
            <numerusform>%n Zeile ändert sich in %1 Dateien.</numerusform>
            <numerusform>%n Zeilen ändern sich in %1 Dateien.</numerusform>
        </translation>
    </message>
    <message>
        <source>Cut off</source>
        <translation>Abgebrochen</translation>
    </message>
    <message>
        <source>Restoring puts its settings right</source>
        <translation>Wiederherstellen bringt die Einstellungen in Ordnung</translation>
    </message>
    <message>
        <source>A key of its own is written into %1.</source>
        <translation>Ein eigener Schlüssel wird in %1 geschrieben.</translation>
    </message>
    <message>
        <source>Dots stand for it here.</source>
        <translation>Hier stehen Punkte dafür.</translation>
    </message>
</context>
<context>
    <name>signalbox::ui::AgentsPage</name>
    <message>
        <source>On this computer</source>
        <translation>Auf diesem Rechner</translation>
    </message>
    <message>
        <source>Look again</source>
        <translation>Neu suchen</translation>
    </message>
    <message>
        <source>Without touching any file</source>
        <translation>Ohne eine Datei anzufassen</translation>
    </message>
    <message>
        <source>Any other program</source>
        <translation>Jedes andere Programm</translation>
    </message>
    <message>
        <source>Copy address</source>
        <translation>Adresse kopieren</translation>
    </message>
    <message>
        <source>Agents</source>
        <translation>Agenten</translation>
    </message>
    <message>
        <source>Agents on this computer</source>
        <translation>Agenten auf diesem Rechner</translation>
    </message>
    <message>
        <source>Starts the agent through Signalbox for one run.</source>
        <translation>Startet den Agenten einmal durch Signalbox.</translation>
    </message>
    <message>
        <source>Give it the address of its API, and a virtual key.</source>
        <translation>Gib ihm die Adresse seiner API und einen Schlüssel.</translation>
    </message>
    <message>
        <source>They could not be looked for.</source>
        <translation>Sie ließen sich nicht suchen.</translation>
    </message>
    <message>
        <source>No agents found</source>
        <translation>Keine Agenten gefunden</translation>
    </message>
    <message>
        <source>Looked in PATH and in the usual folders.</source>
        <translation>Gesucht in PATH und in den üblichen Ordnern.</translation>
    </message>
    <message>
        <source>Looked for %1 in PATH and in the usual folders.</source>
        <translation>Gesucht: %1, in PATH und in den üblichen Ordnern.</translation>
    </message>
    <message>
        <source>None: the gateway is not serving.</source>
        <translation>Keine: das Gateway nimmt nichts an.</translation>
    </message>
    <message>
        <source>Copy the address for %1</source>
        <translation>Adresse für %1 kopieren</translation>
    </message>
</context>
<context>
    <name>signalbox::ui::AnswerStep</name>
    <message>
        <source>Run here</source>
        <translation>Hier ausführen</translation>
    </message>
    <message>
        <source>Keep Signalbox in the tray and start it when I log in</source>
        <translation>Signalbox im Infobereich behalten und bei der Anmeldung starten</translation>
    </message>
    <message>
        <source>Requests of the last minute</source>
        <translation>Anfragen der letzten Minute</translation>
    </message>
    <message>
        <source>Ask %1 something</source>
        <translation>%1 etwas fragen</translation>
    </message>
    <message>
        <source>This is the whole way: %1, Signalbox and back.</source>
        <translation>Das ist der ganze Weg: %1, Signalbox und zurück.</translation>
    </message>
    <message>
        <source>This is the whole way: %1, Signalbox, %2 and back.</source>
        <translation>Das ist der ganze Weg: %1, Signalbox, %2 und zurück.</translation>
    </message>
    <message>
        <source>Ask something</source>
        <translation>Etwas fragen</translation>
    </message>
    <message>
        <source>No agent was chosen. Codex can be started through Signalbox without touching its files.</source>
        <translation>Kein Agent gewählt. Codex lässt sich durch Signalbox starten, ohne seine Dateien anzufassen.</translation>
    </message>
    <message>
        <source>%1 asks its first question.</source>
        <translation>%1 stellt die erste Frage.</translation>
    </message>
    <message>
        <source>This takes a few seconds.</source>
        <translation>Das dauert einige Sekunden.</translation>
    </message>
    <message>
        <source>%1 could not be asked.</source>
        <translation>%1 ließ sich nicht fragen.</translation>
    </message>
    <message>
        <source>%1 got its answer through Signalbox.</source>
        <translation>%1 bekam seine Antwort durch Signalbox.</translation>
    </message>
    <message>
        <source>It said “%1”.</source>
        <translation>Sie lautet „%1“.</translation>
    </message>
    <message>
        <source>%1 got no answer.</source>
        <translation>%1 bekam keine Antwort.</translation>
    </message>
    <message>
        <source>Open Signalbox</source>
        <translation>Signalbox öffnen</translation>
    </message>
</context>
<context>
    <name>signalbox::ui::ChartLegend</name>
    <message>
        <source>Legend</source>
        <translation>Legende</translation>
    </message>
</context>
<context>
    <name>signalbox::ui::CommandField</name>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Copy command</source>
        <translation>Befehl kopieren</translation>
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
    <name>signalbox::ui::DesktopDialog</name>
    <message>
        <source>Desktop</source>
        <translation>Desktop</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>The gateway stops serving, or serves again</source>
        <translation>Das Gateway nimmt nichts mehr an, oder wieder</translation>
    </message>
    <message>
        <source>A provider stops answering, or answers again</source>
        <translation>Ein Anbieter antwortet nicht mehr, oder wieder</translation>
    </message>
    <message>
        <source>The keychain is locked, or open again</source>
        <translation>Der Schlüsselbund ist verschlossen, oder wieder offen</translation>
    </message>
    <message>
        <source>Records of requests were lost</source>
        <translation>Aufzeichnungen von Anfragen gingen verloren</translation>
    </message>
    <message>
        <source>Show a notice when</source>
        <translation>Melden, wenn</translation>
    </message>
    <message>
        <source>Closing the window</source>
        <translation>Fenster schließen</translation>
    </message>
    <message>
        <source>Asks</source>
        <translation>Fragt</translation>
    </message>
    <message>
        <source>Keeps it running</source>
        <translation>Läuft weiter</translation>
    </message>
    <message>
        <source>Quits</source>
        <translation>Beendet</translation>
    </message>
    <message>
        <source>This desktop shows no tray icons: closing minimises it.</source>
        <translation>Dieser Desktop zeigt keine Symbole in der Leiste: Schließen minimiert.</translation>
    </message>
    <message>
        <source>Start Signalbox at login, in the tray</source>
        <translation>Signalbox beim Anmelden starten, in der Leiste</translation>
    </message>
    <message>
        <source>Login</source>
        <translation>Anmelden</translation>
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
    <message>
        <source>Desktop…</source>
        <translation>Desktop …</translation>
    </message>
</context>
<context>
    <name>signalbox::ui::DiffModel</name>
    <message numerus="yes">
        <source>%n lines stay as they are</source>
        <translation>
            <numerusform>%n Zeile bleibt, wie sie ist</numerusform>
            <numerusform>%n Zeilen bleiben, wie sie sind</numerusform>
        </translation>
    </message>
    <message>
        <source>Added line %1: %2</source>
        <translation>Neue Zeile %1: %2</translation>
    </message>
    <message>
        <source>Removed line %1: %2</source>
        <translation>Entfernte Zeile %1: %2</translation>
    </message>
    <message>
        <source>Line %1: %2</source>
        <translation>Zeile %1: %2</translation>
    </message>
</context>
<context>
    <name>signalbox::ui::DiffView</name>
    <message>
        <source>no line end</source>
        <translation>kein Zeilenende</translation>
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
    <message>
        <source>Set it up in four steps, or send one request: it shows up here within a second,</source>
        <translation>In vier Schritten einrichten, oder eine Anfrage senden: sie erscheint hier binnen einer Sekunde,</translation>
    </message>
    <message>
        <source>Set up…</source>
        <translation>Einrichten…</translation>
    </message>
    <message>
        <source>Provider, test, agent, first answer: four steps, each can be skipped</source>
        <translation>Anbieter, Test, Agent, erste Antwort: vier Schritte, jeder lässt sich überspringen</translation>
    </message>
</context>
<context>
    <name>signalbox::ui::EmptyProviders</name>
    <message>
        <source>Add provider</source>
        <translation>Anbieter hinzufügen</translation>
    </message>
    <message>
        <source>Look for keys</source>
        <translation>Schlüssel suchen</translation>
    </message>
    <message>
        <source>No providers</source>
        <translation>Keine Anbieter</translation>
    </message>
    <message>
        <source>Add one, or read keys from the environment. You are asked first.</source>
        <translation>Füge einen hinzu oder lies Schlüssel aus der Umgebung. Vorher wirst du gefragt.</translation>
    </message>
</context>
<context>
    <name>signalbox::ui::FailuresChart</name>
    <message>
        <source>Failed requests per 15 minutes, today</source>
        <translation>Fehlgeschlagene Anfragen je 15 Minuten, heute</translation>
    </message>
    <message>
        <source>no target</source>
        <translation>kein Ziel</translation>
    </message>
    <message>
        <source>No request has failed today.</source>
        <translation>Heute ist keine Anfrage fehlgeschlagen.</translation>
    </message>
    <message>
        <source>Totals: %1</source>
        <translation>Summen: %1</translation>
    </message>
</context>
<context>
    <name>signalbox::ui::FirstRunWizard</name>
    <message>
        <source>Provider</source>
        <translation>Anbieter</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>Test</translation>
    </message>
    <message>
        <source>Agent</source>
        <translation>Agent</translation>
    </message>
    <message>
        <source>First answer</source>
        <translation>Erste Antwort</translation>
    </message>
    <message>
        <source>Set up Signalbox</source>
        <translation>Signalbox einrichten</translation>
    </message>
    <message>
        <source>Skip this step</source>
        <translation>Schritt überspringen</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>Weiter</translation>
    </message>
</context>
<context>
    <name>signalbox::ui::FoundCard</name>
    <message>
        <source>Found on this computer</source>
        <translation>Auf diesem Rechner gefunden</translation>
    </message>
    <message>
        <source>Nothing is read into Signalbox until you say so.</source>
        <translation>Nichts davon wird ohne dein Wort übernommen.</translation>
    </message>
    <message>
        <source>Environment variable; a key of %1</source>
        <translation>Umgebungsvariable; ein Schlüssel von %1</translation>
    </message>
    <message>
        <source>%1 answers here, with %2 models</source>
        <translation>%1 antwortet hier, mit %2 Modellen</translation>
    </message>
    <message>
        <source>%1 answers here</source>
        <translation>%1 antwortet hier</translation>
    </message>
    <message>
        <source>Has a provider “%1” with a key in clear text</source>
        <translation>Anbieter „%1“ mit einem Schlüssel im Klartext</translation>
    </message>
    <message>
        <source>Has a provider “%1”</source>
        <translation>Hat einen Anbieter „%1“</translation>
    </message>
    <message>
        <source>Move key here</source>
        <translation>Schlüssel hierher holen</translation>
    </message>
    <message>
        <source>Add %1</source>
        <translation>%1 hinzufügen</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
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
    <name>signalbox::ui::KeyDialog</name>
    <message>
        <source>Add a key to %1</source>
        <translation>Schlüssel für %1 hinzufügen</translation>
    </message>
    <message>
        <source>Replace the key “%1” of %2</source>
        <translation>Schlüssel „%1“ von %2 ersetzen</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Sichern</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>The key is kept…</source>
        <translation>Der Schlüssel wird aufbewahrt …</translation>
    </message>
    <message>
        <source>The key could not be kept.</source>
        <translation>Der Schlüssel konnte nicht aufbewahrt werden.</translation>
    </message>
    <message>
        <source>The entry is saved…</source>
        <translation>Der Eintrag wird gesichert …</translation>
    </message>
    <message>
        <source>The configuration was changed elsewhere meanwhile. Save again.</source>
        <translation>Die Konfiguration wurde inzwischen anderswo geändert. Sichere noch einmal.</translation>
    </message>
    <message>
        <source>It was not saved.</source>
        <translation>Es wurde nicht gesichert.</translation>
    </message>
</context>
<context>
    <name>signalbox::ui::KeyForm</name>
    <message>
        <source>Where the key is kept</source>
        <translation>Wo der Schlüssel aufbewahrt wird</translation>
    </message>
    <message>
        <source>Keychain</source>
        <translation>Schlüsselbund</translation>
    </message>
    <message>
        <source>This session only</source>
        <translation>Nur diese Sitzung</translation>
    </message>
    <message>
        <source>Environment variable</source>
        <translation>Umgebungsvariable</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>Schlüssel</translation>
    </message>
    <message>
        <source>Variable</source>
        <translation>Variable</translation>
    </message>
    <message>
        <source>Key, if it asks for one</source>
        <translation>Schlüssel, falls einer verlangt wird</translation>
    </message>
    <message>
        <source>Kept by the system. Signalbox stores a reference alone.</source>
        <translation>Vom System aufbewahrt. Signalbox speichert nur einen Verweis.</translation>
    </message>
    <message>
        <source>The keychain is being asked.</source>
        <translation>Der Schlüsselbund wird gefragt.</translation>
    </message>
    <message>
        <source>The keychain is locked: saving asks to open it.</source>
        <translation>Der Schlüsselbund ist verschlossen: Sichern bittet, ihn zu öffnen.</translation>
    </message>
    <message>
        <source>No keychain on this system: choose another place.</source>
        <translation>Kein Schlüsselbund auf diesem System: wähle einen anderen Ort.</translation>
    </message>
    <message>
        <source>The keychain does not keep what is written: choose another place.</source>
        <translation>Der Schlüsselbund behält nicht, was geschrieben wird: wähle einen anderen Ort.</translation>
    </message>
    <message>
        <source>Kept in memory. It is gone when Signalbox ends.</source>
        <translation>Im Speicher behalten. Er ist weg, wenn Signalbox endet.</translation>
    </message>
    <message>
        <source>Read when Signalbox starts. Nothing is stored.</source>
        <translation>Wird beim Start von Signalbox gelesen. Nichts wird gespeichert.</translation>
    </message>
</context>
<context>
    <name>signalbox::ui::KeyTestsModel</name>
    <message>
        <source>Asking…</source>
        <translation>Fragt …</translation>
    </message>
    <message>
        <source>Not tested</source>
        <translation>Nicht geprüft</translation>
    </message>
    <message>
        <source>without a key</source>
        <translation>ohne Schlüssel</translation>
    </message>
    <message>
        <source>%1 said: %2</source>
        <translation>%1 sagte: %2</translation>
    </message>
    <message>
        <source>To the connection, to the first token, to the end</source>
        <translation>Bis zur Verbindung, zum ersten Token, zum Ende</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>Schlüssel</translation>
    </message>
    <message>
        <source>Timing</source>
        <translation>Zeiten</translation>
    </message>
    <message>
        <source>1st token</source>
        <translation>1. Token</translation>
    </message>
    <message>
        <source>Total</source>
        <translation>Gesamt</translation>
    </message>
    <message>
        <source>Asking for one small answer…</source>
        <translation>Bittet um eine kleine Antwort …</translation>
    </message>
    <message>
        <source>Not tested since Signalbox began</source>
        <translation>Seit dem Start von Signalbox nicht geprüft</translation>
    </message>
    <message>
        <source>It answered</source>
        <translation>Er hat geantwortet</translation>
    </message>
    <message>
        <source>Both keys answered</source>
        <translation>Beide antworteten</translation>
    </message>
    <message>
        <source>%1 of %2 keys answered</source>
        <translation>%1 von %2 antworteten</translation>
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
        <source>No answer</source>
        <translation>Keine Antwort</translation>
    </message>
    <message>
        <source>no answer</source>
        <translation>keine Antwort</translation>
    </message>
    <message>
        <source>Providers</source>
        <translation>Anbieter</translation>
    </message>
    <message>
        <source>Agents</source>
        <translation>Agenten</translation>
    </message>
    <message>
        <source>Which programs send their model calls through Signalbox</source>
        <translation>Welche Programme ihre Modellanfragen durch Signalbox schicken</translation>
    </message>
    <message>
        <source>Keys are kept by the system, never in the configuration</source>
        <translation>Schlüssel bewahrt das System auf, nie die Konfiguration</translation>
    </message>
    <message numerus="yes">
        <source>%n providers need a look</source>
        <translation>
            <numerusform>Nach %n Anbieter ist zu sehen</numerusform>
            <numerusform>Nach %n Anbietern ist zu sehen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n agents need a look</source>
        <translation>
            <numerusform>Nach %n Agenten ist zu sehen</numerusform>
            <numerusform>Nach %n Agenten ist zu sehen</numerusform>
        </translation>
    </message>
    <message>
        <source>Set up Signalbox…</source>
        <translation>Signalbox einrichten …</translation>
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
    <name>signalbox::ui::OfferedModelsModel</name>
    <message>
        <source>unknown</source>
        <translation>unbekannt</translation>
    </message>
    <message>
        <source>context of %1 tokens</source>
        <translation>Kontext von %1 Token</translation>
    </message>
    <message>
        <source>price unknown</source>
        <translation>Preis unbekannt</translation>
    </message>
    <message>
        <source>price of %1</source>
        <translation>Preis vom %1</translation>
    </message>
    <message>
        <source>$ per million tokens</source>
        <translation>$ je Million Token</translation>
    </message>
    <message>
        <source>Input</source>
        <translation>Eingabe</translation>
    </message>
    <message>
        <source>Cached</source>
        <translation>Cache</translation>
    </message>
    <message>
        <source>Output</source>
        <translation>Ausgabe</translation>
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
    <name>signalbox::ui::PlanDiff</name>
    <message>
        <source>new</source>
        <translation>neu</translation>
    </message>
    <message numerus="yes">
        <source>%n lines added</source>
        <translation>
            <numerusform>%n Zeile kommt dazu</numerusform>
            <numerusform>%n Zeilen kommen dazu</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n lines removed</source>
        <translation>
            <numerusform>%n Zeile fällt weg</numerusform>
            <numerusform>%n Zeilen fallen weg</numerusform>
        </translation>
    </message>
    <message>
        <source>Open file</source>
        <translation>Datei öffnen</translation>
    </message>
    <message>
        <source>What changes</source>
        <translation>Was sich ändert</translation>
    </message>
    <message>
        <source>Changes of %1</source>
        <translation>Änderungen an %1</translation>
    </message>
</context>
<context>
    <name>signalbox::ui::PresetList</name>
    <message>
        <source>Find a provider</source>
        <translation>Anbieter finden</translation>
    </message>
    <message>
        <source>Nothing matches. “Any OpenAI-compatible host” takes any address.</source>
        <translation>Nichts passt. „Any OpenAI-compatible host“ nimmt jede Adresse.</translation>
    </message>
    <message>
        <source>Providers that can be added</source>
        <translation>Anbieter, die hinzugefügt werden können</translation>
    </message>
</context>
<context>
    <name>signalbox::ui::PresetsModel</name>
    <message>
        <source>Any</source>
        <translation>Andere</translation>
    </message>
    <message>
        <source>on this computer</source>
        <translation>auf diesem Rechner</translation>
    </message>
    <message>
        <source>answers without a provider, for trying out</source>
        <translation>antwortet ohne Anbieter, zum Ausprobieren</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1, %2</translation>
    </message>
</context>
<context>
    <name>signalbox::ui::PriceDialog</name>
    <message>
        <source>Price of %1</source>
        <translation>Preis von %1</translation>
    </message>
    <message>
        <source>Input</source>
        <translation>Eingabe</translation>
    </message>
    <message>
        <source>Cached input</source>
        <translation>Eingabe aus dem Cache</translation>
    </message>
    <message>
        <source>Output</source>
        <translation>Ausgabe</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Sichern</translation>
    </message>
    <message>
        <source>Dollars for a million tokens. Requests that were made before stay without a price.</source>
        <translation>Dollar für eine Million Token. Frühere Anfragen bleiben ohne Preis.</translation>
    </message>
    <message>
        <source>Empty: as the input.</source>
        <translation>Leer: wie die Eingabe.</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>A price is a number such as 2.5.</source>
        <translation>Ein Preis ist eine Zahl wie 2,5.</translation>
    </message>
    <message>
        <source>The configuration was changed elsewhere meanwhile. Save again.</source>
        <translation>Die Konfiguration wurde inzwischen anderswo geändert. Sichere noch einmal.</translation>
    </message>
</context>
<context>
    <name>signalbox::ui::ProviderActions</name>
    <message>
        <source>%1 was not changed.</source>
        <translation>%1 wurde nicht geändert.</translation>
    </message>
    <message>
        <source>%1 was not deleted.</source>
        <translation>%1 wurde nicht gelöscht.</translation>
    </message>
    <message>
        <source>%1 was not taken over.</source>
        <translation>%1 wurde nicht übernommen.</translation>
    </message>
    <message>
        <source>%1 was not put back.</source>
        <translation>%1 wurde nicht zurückgeholt.</translation>
    </message>
</context>
<context>
    <name>signalbox::ui::ProviderChoices</name>
    <message numerus="yes">
        <source>%1 found, %n models</source>
        <translation>
            <numerusform>%1 gefunden, %n Modell</numerusform>
            <numerusform>%1 gefunden, %n Modelle</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 found</source>
        <translation>%1 gefunden</translation>
    </message>
    <message>
        <source>key found: %1</source>
        <translation>gefunden: %1</translation>
    </message>
    <message>
        <source>no key, no network</source>
        <translation>kein Schlüssel, kein Netz</translation>
    </message>
    <message>
        <source>set up already</source>
        <translation>schon eingerichtet</translation>
    </message>
    <message>
        <source>needs a key</source>
        <translation>braucht einen Schlüssel</translation>
    </message>
    <message>
        <source>Local server</source>
        <translation>Lokaler Server</translation>
    </message>
    <message>
        <source>none is running</source>
        <translation>keiner läuft</translation>
    </message>
</context>
<context>
    <name>signalbox::ui::ProviderDraft</name>
    <message>
        <source>An address is needed: this kind has none of its own.</source>
        <translation>Eine Adresse ist nötig: diese Art hat keine eigene.</translation>
    </message>
    <message>
        <source>The address begins with http:// or https://.</source>
        <translation>Die Adresse beginnt mit http:// oder https://.</translation>
    </message>
    <message>
        <source>The address ends before ? and #.</source>
        <translation>Die Adresse endet vor ? und #.</translation>
    </message>
    <message>
        <source>No name or password stands in the address.</source>
        <translation>In der Adresse steht weder Name noch Passwort.</translation>
    </message>
    <message>
        <source>That is no address: it needs a host, as in http://192.168.1.5:8000/v1.</source>
        <translation>Das ist keine Adresse: ihr fehlt ein Host wie in http://192.168.1.5:8000/v1.</translation>
    </message>
    <message>
        <source>A name is needed.</source>
        <translation>Ein Name ist nötig.</translation>
    </message>
    <message>
        <source>Up to 64 letters, digits, . _ and -; the first is a letter or digit.</source>
        <translation>Bis zu 64 Buchstaben, Ziffern, . _ und -; zuerst ein Buchstabe oder eine Ziffer.</translation>
    </message>
    <message>
        <source>That name is taken.</source>
        <translation>Dieser Name ist vergeben.</translation>
    </message>
    <message>
        <source>A key is needed.</source>
        <translation>Ein Schlüssel ist nötig.</translation>
    </message>
    <message>
        <source>Name the variable that holds the key.</source>
        <translation>Nenne die Variable, in der der Schlüssel steht.</translation>
    </message>
    <message>
        <source>That is a key itself. Here stands the name of a variable.</source>
        <translation>Das ist selbst ein Schlüssel. Hier steht der Name einer Variablen.</translation>
    </message>
    <message>
        <source>A variable’s name has letters, digits and _.</source>
        <translation>Der Name einer Variablen hat Buchstaben, Ziffern und _.</translation>
    </message>
    <message>
        <source>It stands in the provider’s address, so it is needed.</source>
        <translation>Es steht in der Adresse des Anbieters und ist deshalb nötig.</translation>
    </message>
    <message>
        <source>Letters, digits, . _ and - alone.</source>
        <translation>Nur Buchstaben, Ziffern, . _ und -.</translation>
    </message>
</context>
<context>
    <name>signalbox::ui::ProviderFacts</name>
    <message>
        <source>No key</source>
        <translation>Kein Schlüssel</translation>
    </message>
    <message>
        <source>Keys off</source>
        <translation>Schlüssel aus</translation>
    </message>
    <message>
        <source>Key locked</source>
        <translation>Schlüssel zu</translation>
    </message>
    <message>
        <source>Key awaited</source>
        <translation>Wartet</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>Aus</translation>
    </message>
    <message>
        <source>Failing</source>
        <translation>Schlägt fehl</translation>
    </message>
    <message>
        <source>%1 of the last %2 requests failed</source>
        <translation>%1 der letzten %2 Anfragen schlugen fehl</translation>
    </message>
    <message>
        <source>Degraded</source>
        <translation>Gestört</translation>
    </message>
    <message>
        <source>Healthy</source>
        <translation>Gesund</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>Bereit</translation>
    </message>
    <message>
        <source>Nothing was asked of it since midnight</source>
        <translation>Seit Mitternacht wurde nichts angefragt</translation>
    </message>
    <message>
        <source>not in use</source>
        <translation>unbenutzt</translation>
    </message>
    <message>
        <source>no failures</source>
        <translation>keine Fehler</translation>
    </message>
    <message>
        <source>failures in %1 of %2 stretches</source>
        <translation>Fehler in %1 von %2 Abschnitten</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>Wartet</translation>
    </message>
    <message>
        <source>Missing</source>
        <translation>Fehlt</translation>
    </message>
    <message>
        <source>Locked</source>
        <translation>Verschlossen</translation>
    </message>
    <message>
        <source>Not readable</source>
        <translation>Nicht lesbar</translation>
    </message>
    <message>
        <source>Answered</source>
        <translation>Hat geantwortet</translation>
    </message>
    <message>
        <source>No model to ask</source>
        <translation>Kein Modell bekannt</translation>
    </message>
    <message>
        <source>Not reachable</source>
        <translation>Unerreichbar</translation>
    </message>
    <message>
        <source>Key refused</source>
        <translation>Abgelehnt</translation>
    </message>
    <message>
        <source>Model refused</source>
        <translation>Modell abgelehnt</translation>
    </message>
    <message>
        <source>Too many requests</source>
        <translation>Zu viele Anfragen</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>Abgelehnt</translation>
    </message>
    <message>
        <source>Provider error</source>
        <translation>Anbieterfehler</translation>
    </message>
    <message>
        <source>Timed out</source>
        <translation>Zeit abgelaufen</translation>
    </message>
    <message>
        <source>Not supported</source>
        <translation>Nicht unterstützt</translation>
    </message>
</context>
<context>
    <name>signalbox::ui::ProviderForm</name>
    <message>
        <source>Discard</source>
        <translation>Verwerfen</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Sichern</translation>
    </message>
    <message>
        <source>Changed elsewhere meanwhile. Save replaces that.</source>
        <translation>Inzwischen anderswo geändert. Sichern ersetzt das.</translation>
    </message>
    <message>
        <source>Nothing is changed</source>
        <translation>Nichts ist geändert</translation>
    </message>
    <message>
        <source>Saving…</source>
        <translation>Sichert …</translation>
    </message>
    <message>
        <source>Changed elsewhere meanwhile. Save again.</source>
        <translation>Inzwischen anderswo geändert. Sichere noch einmal.</translation>
    </message>
    <message>
        <source>It was not saved.</source>
        <translation>Es wurde nicht gesichert.</translation>
    </message>
    <message>
        <source>In force from the next request on.</source>
        <translation>Gilt ab der nächsten Anfrage.</translation>
    </message>
    <message>
        <source>Time limits</source>
        <translation>Zeitgrenzen</translation>
    </message>
    <message>
        <source>To connect</source>
        <translation>Bis zur Verbindung</translation>
    </message>
    <message>
        <source>Name, connection and TLS.</source>
        <translation>Name, Verbindung und TLS.</translation>
    </message>
    <message>
        <source>To the first byte</source>
        <translation>Bis zum ersten Byte</translation>
    </message>
    <message>
        <source>From the request to the answer’s head.</source>
        <translation>Von der Anfrage bis zum Kopf der Antwort.</translation>
    </message>
    <message>
        <source>Between two pieces</source>
        <translation>Zwischen zwei Stücken</translation>
    </message>
    <message>
        <source>A stream that is silent for longer has died.</source>
        <translation>Ein Strom, der länger schweigt, ist tot.</translation>
    </message>
    <message>
        <source>For the whole answer</source>
        <translation>Für die ganze Antwort</translation>
    </message>
    <message>
        <source>However it is going.</source>
        <translation>Wie auch immer sie vorankommt.</translation>
    </message>
    <message>
        <source>Further attempts</source>
        <translation>Weitere Versuche</translation>
    </message>
    <message>
        <source>Of the last target that is left.</source>
        <translation>Beim letzten Ziel, das bleibt.</translation>
    </message>
    <message>
        <source>Longer than the longest wait.</source>
        <translation>Länger als die längste Wartezeit.</translation>
    </message>
    <message>
        <source>Asking again</source>
        <translation>Noch einmal fragen</translation>
    </message>
    <message>
        <source>First wait</source>
        <translation>Erste Wartezeit</translation>
    </message>
    <message>
        <source>It doubles with each attempt.</source>
        <translation>Sie verdoppelt sich mit jedem Versuch.</translation>
    </message>
    <message>
        <source>Longest wait</source>
        <translation>Längste Wartezeit</translation>
    </message>
    <message>
        <source>Asked to wait for longer, it is not asked again.</source>
        <translation>Soll länger gewartet werden, wird nicht noch einmal gefragt.</translation>
    </message>
</context>
<context>
    <name>signalbox::ui::ProviderKeysModel</name>
    <message>
        <source>Not known</source>
        <translation>Nicht bekannt</translation>
    </message>
    <message>
        <source>This session</source>
        <translation>Diese Sitzung</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>Aus</translation>
    </message>
    <message>
        <source>How often it is drawn beside the other keys; F2 changes it</source>
        <translation>Wie oft er neben den anderen gezogen wird; F2 ändert es</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Weight</source>
        <translation>Gewicht</translation>
    </message>
</context>
<context>
    <name>signalbox::ui::ProviderKeysTab</name>
    <message>
        <source>Keys</source>
        <translation>Schlüssel</translation>
    </message>
    <message>
        <source>What may be done with the key</source>
        <translation>Was mit dem Schlüssel getan werden kann</translation>
    </message>
    <message>
        <source>Add key…</source>
        <translation>Schlüssel hinzufügen …</translation>
    </message>
    <message>
        <source>The key, shown for 10 seconds</source>
        <translation>Der Schlüssel, 10 Sekunden lang gezeigt</translation>
    </message>
    <message>
        <source>Tests</source>
        <translation>Prüfungen</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>Prüfen</translation>
    </message>
    <message>
        <source>Last test of each key</source>
        <translation>Letzte Prüfung jedes Schlüssels</translation>
    </message>
    <message>
        <source>It needs a key. Without one it is left out.</source>
        <translation>Er braucht einen Schlüssel. Ohne wird er ausgelassen.</translation>
    </message>
    <message>
        <source>None: it is asked without a key.</source>
        <translation>Keine: er wird ohne Schlüssel gefragt.</translation>
    </message>
    <message>
        <source>at %1</source>
        <translation>um %1</translation>
    </message>
    <message>
        <source>Test again</source>
        <translation>Erneut prüfen</translation>
    </message>
    <message>
        <source>The key “%1” was not changed.</source>
        <translation>Der Schlüssel „%1“ wurde nicht geändert.</translation>
    </message>
    <message>
        <source>The key “%1” was not taken out.</source>
        <translation>Der Schlüssel „%1“ wurde nicht herausgenommen.</translation>
    </message>
    <message>
        <source>The key “%1” cannot be shown.</source>
        <translation>Der Schlüssel „%1“ kann nicht gezeigt werden.</translation>
    </message>
    <message>
        <source>Show for 10 seconds</source>
        <translation>10 Sekunden zeigen</translation>
    </message>
    <message>
        <source>Replace…</source>
        <translation>Ersetzen …</translation>
    </message>
    <message>
        <source>Turn off</source>
        <translation>Ausschalten</translation>
    </message>
    <message>
        <source>Turn on</source>
        <translation>Einschalten</translation>
    </message>
    <message>
        <source>Take out</source>
        <translation>Herausnehmen</translation>
    </message>
</context>
<context>
    <name>signalbox::ui::ProviderModelsSection</name>
    <message>
        <source>Fetch again</source>
        <translation>Neu abrufen</translation>
    </message>
    <message>
        <source>Set price…</source>
        <translation>Preis setzen …</translation>
    </message>
    <message>
        <source>Asks the provider for its list</source>
        <translation>Fragt den Anbieter nach seiner Liste</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modelle</translation>
    </message>
    <message>
        <source>Models and their prices for a million tokens, in dollars</source>
        <translation>Modelle und ihre Preise für eine Million Token, in Dollar</translation>
    </message>
    <message>
        <source>Asking for the list…</source>
        <translation>Fragt nach der Liste …</translation>
    </message>
    <message>
        <source>%1 fetched at %2, %3 in use</source>
        <translation>%1 von %2, %3 in Gebrauch</translation>
    </message>
    <message>
        <source>%1 known, %2 in use</source>
        <translation>%1 bekannt, %2 in Gebrauch</translation>
    </message>
    <message>
        <source>Fetch</source>
        <translation>Abrufen</translation>
    </message>
    <message>
        <source>%1 has no price. Its spend will be shown as unknown, not as zero.</source>
        <translation>%1 hat keinen Preis. Seine Kosten erscheinen als unbekannt, nicht als null.</translation>
    </message>
    <message>
        <source>%1 have no price. Their spend will be shown as unknown, not as zero.</source>
        <translation>%1 haben keinen Preis. Ihre Kosten erscheinen als unbekannt, nicht als null.</translation>
    </message>
    <message>
        <source>Prices as of %1.</source>
        <translation>Preise vom %1.</translation>
    </message>
</context>
<context>
    <name>signalbox::ui::ProviderNotices</name>
    <message>
        <source>%1 has no key until it is open.</source>
        <translation>%1 hat keinen Schlüssel, bis er offen ist.</translation>
    </message>
    <message>
        <source>%1 have no key until it is open.</source>
        <translation>%1 haben keinen Schlüssel, bis er offen ist.</translation>
    </message>
    <message>
        <source>Use for this session…</source>
        <translation>Für diese Sitzung …</translation>
    </message>
    <message>
        <source>The keychain is locked.</source>
        <translation>Der Schlüsselbund ist verschlossen.</translation>
    </message>
    <message>
        <source>New keys cannot be kept until it is open.</source>
        <translation>Neue Schlüssel lassen sich erst aufbewahren, wenn er offen ist.</translation>
    </message>
    <message>
        <source>Unlock…</source>
        <translation>Öffnen …</translation>
    </message>
    <message>
        <source>The keychain waits for its password.</source>
        <translation>Der Schlüsselbund wartet auf sein Passwort.</translation>
    </message>
    <message>
        <source>Ask again</source>
        <translation>Noch einmal fragen</translation>
    </message>
    <message>
        <source>No keychain on this system.</source>
        <translation>Kein Schlüsselbund auf diesem System.</translation>
    </message>
    <message>
        <source>Keys last for this session, or stand in environment variables.</source>
        <translation>Schlüssel gelten für diese Sitzung oder stehen in Umgebungsvariablen.</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Noch einmal versuchen</translation>
    </message>
    <message>
        <source>The keychain does not keep keys.</source>
        <translation>Der Schlüsselbund behält keine Schlüssel.</translation>
    </message>
    <message>
        <source>%1 was changed elsewhere.</source>
        <translation>%1 wurde anderswo geändert.</translation>
    </message>
    <message>
        <source>What is in force now is shown; your change was not applied, and nothing typed is lost.</source>
        <translation>Gezeigt wird, was jetzt gilt; deine Änderung wurde nicht übernommen, nichts Eingegebenes ist verloren.</translation>
    </message>
    <message>
        <source>Look again</source>
        <translation>Neu ansehen</translation>
    </message>
    <message>
        <source>%1 is deleted.</source>
        <translation>%1 ist gelöscht.</translation>
    </message>
    <message>
        <source>Its keys stay in the keychain.</source>
        <translation>Seine Schlüssel bleiben im Schlüsselbund.</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>The key “%1” of %2 is taken out.</source>
        <translation>Der Schlüssel „%1“ von %2 ist herausgenommen.</translation>
    </message>
    <message>
        <source>It stays where it is kept.</source>
        <translation>Er bleibt, wo er aufbewahrt wird.</translation>
    </message>
</context>
<context>
    <name>signalbox::ui::ProviderPane</name>
    <message>
        <source>On</source>
        <translation>An</translation>
    </message>
    <message>
        <source>Close the pane</source>
        <translation>Bereich schließen</translation>
    </message>
    <message>
        <source>What of the provider</source>
        <translation>Was vom Anbieter</translation>
    </message>
    <message>
        <source>Provider</source>
        <translation>Anbieter</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>Keys and models</source>
        <translation>Schlüssel und Modelle</translation>
    </message>
    <message>
        <source>Limits</source>
        <translation>Grenzen</translation>
    </message>
    <message>
        <source>Failover</source>
        <translation>Ausweichen</translation>
    </message>
    <message>
        <source>%1 is on</source>
        <translation>%1 ist an</translation>
    </message>
</context>
<context>
    <name>signalbox::ui::ProviderSetup</name>
    <message>
        <source>Keeping the key…</source>
        <translation>Verwahrt den Schlüssel…</translation>
    </message>
    <message>
        <source>The keychain did not keep the key</source>
        <translation>Der Schlüsselbund hat den Schlüssel nicht behalten</translation>
    </message>
    <message>
        <source>The key could not be kept</source>
        <translation>Der Schlüssel ließ sich nicht verwahren</translation>
    </message>
    <message>
        <source>Keychain keeps and returns the key</source>
        <translation>Schlüsselbund behält ihn und gibt ihn her</translation>
    </message>
    <message>
        <source>Key is kept for this session only</source>
        <translation>Schlüssel gilt nur für diese Sitzung</translation>
    </message>
    <message>
        <source>The configuration cannot be read</source>
        <translation>Die Konfiguration lässt sich nicht lesen</translation>
    </message>
    <message>
        <source>Taking the key over…</source>
        <translation>Übernimmt den Schlüssel…</translation>
    </message>
    <message>
        <source>Entering the provider…</source>
        <translation>Trägt den Anbieter ein…</translation>
    </message>
    <message>
        <source>The provider could not be entered</source>
        <translation>Der Anbieter ließ sich nicht eintragen</translation>
    </message>
    <message>
        <source>Asking for the list of models…</source>
        <translation>Fragt nach der Modellliste…</translation>
    </message>
    <message numerus="yes">
        <source>%n models fetched, %1 with prices</source>
        <translation>
            <numerusform>%n Modell geholt, %1 mit Preis</numerusform>
            <numerusform>%n Modelle geholt, %1 mit Preis</numerusform>
        </translation>
    </message>
    <message>
        <source>No list of models: %1</source>
        <translation>Keine Modellliste: %1</translation>
    </message>
    <message>
        <source>Sending one small request…</source>
        <translation>Sendet eine kleine Anfrage…</translation>
    </message>
    <message>
        <source>The test could not be made</source>
        <translation>Der Test ließ sich nicht machen</translation>
    </message>
    <message>
        <source>%1 answers</source>
        <translation>%1 antwortet</translation>
    </message>
    <message>
        <source>%1 cannot be reached</source>
        <translation>%1 ist nicht erreichbar</translation>
    </message>
    <message>
        <source>%1 did not answer in time</source>
        <translation>%1 antwortete nicht rechtzeitig</translation>
    </message>
    <message>
        <source>Key was refused</source>
        <translation>Schlüssel wurde abgelehnt</translation>
    </message>
    <message>
        <source>There is no key</source>
        <translation>Es gibt keinen Schlüssel</translation>
    </message>
    <message>
        <source>Key is valid</source>
        <translation>Schlüssel gilt</translation>
    </message>
    <message>
        <source>1 request</source>
        <translation>1 Anfrage</translation>
    </message>
    <message>
        <source>First token from %1</source>
        <translation>Erstes Token von %1</translation>
    </message>
    <message>
        <source>Cost of this test</source>
        <translation>Kosten dieses Tests</translation>
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
        <source>No answer</source>
        <translation>Keine Antwort</translation>
    </message>
    <message>
        <source>No answer from %1</source>
        <translation>Keine Antwort von %1</translation>
    </message>
</context>
<context>
    <name>signalbox::ui::ProviderStep</name>
    <message>
        <source>All providers…</source>
        <translation>Alle Anbieter…</translation>
    </message>
    <message>
        <source>Which provider do you have?</source>
        <translation>Welchen Anbieter hast du?</translation>
    </message>
    <message>
        <source>One is enough to start. You can add others later.</source>
        <translation>Einer genügt für den Anfang. Andere kommen später dazu.</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>Schlüssel</translation>
    </message>
    <message>
        <source>Key of the provider</source>
        <translation>Schlüssel des Anbieters</translation>
    </message>
    <message>
        <source>the one that was found is used</source>
        <translation>der gefundene wird benutzt</translation>
    </message>
    <message>
        <source>the one that is set up is used</source>
        <translation>der eingerichtete wird benutzt</translation>
    </message>
    <message>
        <source>No local server was found.</source>
        <translation>Kein lokaler Server gefunden.</translation>
    </message>
    <message>
        <source>Start Ollama, LM Studio, llama.cpp or vLLM and come back, or choose “Simulated”.</source>
        <translation>Ollama, LM Studio, llama.cpp oder vLLM starten und wiederkommen, oder „Simulated“ wählen.</translation>
    </message>
    <message>
        <source>%1 needs no key.</source>
        <translation>%1 braucht keinen Schlüssel.</translation>
    </message>
    <message>
        <source>No key and no network.</source>
        <translation>Kein Schlüssel und kein Netz.</translation>
    </message>
    <message>
        <source>Invented answers in real formats: enough to try everything.</source>
        <translation>Erfundene Antworten in echten Formaten: genug, um alles zu probieren.</translation>
    </message>
    <message>
        <source>Its key stands in the configuration already.</source>
        <translation>Sein Schlüssel steht schon in der Konfiguration.</translation>
    </message>
    <message>
        <source>The key stays in %1. Signalbox keeps only that name.</source>
        <translation>Der Schlüssel bleibt in %1. Signalbox merkt sich nur diesen Namen.</translation>
    </message>
    <message>
        <source>The key is copied to the keychain. %1 stays as it is.</source>
        <translation>Der Schlüssel wird in den Schlüsselbund kopiert. %1 bleibt, wie es ist.</translation>
    </message>
    <message>
        <source>The key lasts for this session, until it is given again.</source>
        <translation>Der Schlüssel gilt für diese Sitzung, bis er wieder eingegeben wird.</translation>
    </message>
    <message>
        <source>Goes to the system keychain, never to a file.</source>
        <translation>Kommt in den Schlüsselbund des Systems, nie in eine Datei.</translation>
    </message>
    <message>
        <source>Asking the keychain…</source>
        <translation>Fragt den Schlüsselbund…</translation>
    </message>
    <message>
        <source>The keychain is locked.</source>
        <translation>Der Schlüsselbund ist gesperrt.</translation>
    </message>
    <message>
        <source>No keychain on this system.</source>
        <translation>Kein Schlüsselbund auf diesem System.</translation>
    </message>
    <message>
        <source>The keychain does not answer as it should.</source>
        <translation>Der Schlüsselbund antwortet nicht, wie er soll.</translation>
    </message>
    <message>
        <source>Next: test it</source>
        <translation>Weiter: testen</translation>
    </message>
</context>
<context>
    <name>signalbox::ui::ProviderTable</name>
    <message>
        <source>Providers</source>
        <translation>Anbieter</translation>
    </message>
    <message>
        <source>Find a provider</source>
        <translation>Anbieter finden</translation>
    </message>
    <message>
        <source>Test all</source>
        <translation>Alle prüfen</translation>
    </message>
    <message>
        <source>Add provider</source>
        <translation>Anbieter hinzufügen</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>Nothing matches.</source>
        <translation>Nichts passt.</translation>
    </message>
    <message>
        <source>1 provider</source>
        <translation>1 Anbieter</translation>
    </message>
    <message>
        <source>%1 providers</source>
        <translation>%1 Anbieter</translation>
    </message>
    <message>
        <source>Stop, %1 of %2</source>
        <translation>Anhalten, %1 von %2</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>Prüfen</translation>
    </message>
    <message>
        <source>Turn off</source>
        <translation>Ausschalten</translation>
    </message>
    <message>
        <source>Turn on</source>
        <translation>Einschalten</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>Not reachable</source>
        <translation>Unerreichbar</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
</context>
<context>
    <name>signalbox::ui::ProvidersModel</name>
    <message>
        <source>none</source>
        <translation>keine</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>unbekannt</translation>
    </message>
    <message>
        <source>free</source>
        <translation>frei</translation>
    </message>
    <message>
        <source>On</source>
        <translation>An</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>Aus</translation>
    </message>
    <message>
        <source>No price is known for some of these requests.</source>
        <translation>Für einige dieser Anfragen ist kein Preis bekannt.</translation>
    </message>
    <message>
        <source>Half of the answers began within this time</source>
        <translation>Die Hälfte der Antworten begann binnen dieser Zeit</translation>
    </message>
    <message>
        <source>Provider</source>
        <translation>Anbieter</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Schlüssel</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modelle</translation>
    </message>
    <message>
        <source>Since midnight</source>
        <translation>Seit Mitternacht</translation>
    </message>
    <message>
        <source>1st token</source>
        <translation>1. Token</translation>
    </message>
    <message>
        <source>Errors</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>Requests</source>
        <translation>Anfragen</translation>
    </message>
    <message>
        <source>Spend</source>
        <translation>Kosten</translation>
    </message>
</context>
<context>
    <name>signalbox::ui::ProvidersPage</name>
    <message>
        <source>Providers</source>
        <translation>Anbieter</translation>
    </message>
    <message>
        <source>Health</source>
        <translation>Gesundheit</translation>
    </message>
    <message>
        <source>Failed requests per 15 minutes, today</source>
        <translation>Fehlgeschlagene Anfragen je 15 Minuten, heute</translation>
    </message>
    <message>
        <source>The figures cannot be read.</source>
        <translation>Die Zahlen können nicht gelesen werden.</translation>
    </message>
    <message>
        <source>The list of models of %1 could not be fetched.</source>
        <translation>Die Modellliste von %1 konnte nicht abgerufen werden.</translation>
    </message>
    <message>
        <source>%1 could not be tested.</source>
        <translation>%1 konnte nicht geprüft werden.</translation>
    </message>
    <message>
        <source>%1 was not changed.</source>
        <translation>%1 wurde nicht geändert.</translation>
    </message>
    <message>
        <source>This computer could not be looked through.</source>
        <translation>Dieser Rechner konnte nicht durchsucht werden.</translation>
    </message>
    <message>
        <source>Nothing was found: no known variable, no agent’s file, no local server.</source>
        <translation>Nichts gefunden: keine bekannte Variable, keine Datei eines Agenten, kein lokaler Server.</translation>
    </message>
    <message>
        <source>The keychain did not open.</source>
        <translation>Der Schlüsselbund ließ sich nicht öffnen.</translation>
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
    <name>signalbox::ui::SecretField</name>
    <message>
        <source>Show for 10 seconds</source>
        <translation>10 Sekunden zeigen</translation>
    </message>
    <message>
        <source>Hide</source>
        <translation>Verbergen</translation>
    </message>
    <message>
        <source>Paste</source>
        <translation>Einfügen</translation>
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
    <name>signalbox::ui::StepHeader</name>
    <message>
        <source>Step %1 of %2: %3</source>
        <translation>Schritt %1 von %2: %3</translation>
    </message>
</context>
<context>
    <name>signalbox::ui::TestStep</name>
    <message>
        <source>Keep it for this session only</source>
        <translation>Nur für diese Sitzung behalten</translation>
    </message>
    <message>
        <source>It said</source>
        <translation>Es sagte</translation>
    </message>
    <message>
        <source>Whole answer</source>
        <translation>Ganze Antwort</translation>
    </message>
    <message>
        <source>Nothing to test yet</source>
        <translation>Noch nichts zu testen</translation>
    </message>
    <message>
        <source>Go back and choose a provider, or skip this step.</source>
        <translation>Zurück und einen Anbieter wählen, oder diesen Schritt überspringen.</translation>
    </message>
    <message>
        <source>Testing %1</source>
        <translation>%1 wird getestet</translation>
    </message>
    <message>
        <source>A real request, as small as it can be.</source>
        <translation>Eine echte Anfrage, so klein wie möglich.</translation>
    </message>
    <message>
        <source>%1 answers</source>
        <translation>%1 antwortet</translation>
    </message>
    <message>
        <source>%1 gave no answer</source>
        <translation>%1 gab keine Antwort</translation>
    </message>
    <message>
        <source>Test again, go back and change something, or skip it.</source>
        <translation>Noch einmal testen, zurück und etwas ändern, oder überspringen.</translation>
    </message>
    <message>
        <source>Test again</source>
        <translation>Noch einmal testen</translation>
    </message>
    <message>
        <source>Next: connect an agent</source>
        <translation>Weiter: Agent verbinden</translation>
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
    <message>
        <source>Menu</source>
        <translation>Menü</translation>
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
    <message>
        <source>Desktop…</source>
        <translation>Desktop …</translation>
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
<context>
    <name>signalbox::ui::WindowNotices</name>
    <message>
        <source>The gateway does not answer.</source>
        <translation>Das Gateway antwortet nicht.</translation>
    </message>
    <message>
        <source>The figures are the last there were.</source>
        <translation>Die Zahlen sind die letzten bekannten.</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Noch einmal versuchen</translation>
    </message>
    <message>
        <source>The gateway could not be paused.</source>
        <translation>Das Gateway ließ sich nicht anhalten.</translation>
    </message>
    <message>
        <source>The gateway could not be started again.</source>
        <translation>Das Gateway ließ sich nicht wieder starten.</translation>
    </message>
    <message>
        <source>The figures cannot be read.</source>
        <translation>Die Zahlen können nicht gelesen werden.</translation>
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
        <source>The files of %1 could not be changed.</source>
        <translation>Die Dateien von %1 ließen sich nicht ändern.</translation>
    </message>
</context>
</TS>
