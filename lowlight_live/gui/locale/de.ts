<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS language="de" version="2.1">
  <context>
    <name>AboutDialog</name>
    <message>
      <source>About lowlight-live</source>
      <translation>Über lowlight-live</translation>
    </message>
    <message>
      <source>&lt;h3&gt;lowlight-live {version}&lt;/h3&gt;&lt;p&gt;Enhances low-light video in real time: a small network looks at a thumbnail of each frame and says how to bend a brightening curve at each place.&lt;/p&gt;&lt;p&gt;Licensed under Apache-2.0; its parts have licences of their own.&lt;/p&gt;</source>
      <translation>&lt;h3&gt;lowlight-live {version}&lt;/h3&gt;&lt;p&gt;Hellt dunkle Videos in Echtzeit auf: Ein kleines Netz sieht sich ein verkleinertes Bild an und sagt, wie stark eine Helligkeitskurve an jeder Stelle gebogen wird.&lt;/p&gt;&lt;p&gt;Lizenziert unter Apache-2.0; seine Teile haben eigene Lizenzen.&lt;/p&gt;</translation>
    </message>
    <message>
      <source>model {name}</source>
      <translation>Modell {name}</translation>
    </message>
    <message>
      <source>Part</source>
      <translation>Teil</translation>
    </message>
    <message>
      <source>Version</source>
      <translation>Version</translation>
    </message>
    <message>
      <source>Licence</source>
      <translation>Lizenz</translation>
    </message>
    <message>
      <source>Versions and licences</source>
      <translation>Versionen und Lizenzen</translation>
    </message>
    <message>
      <source>Copy</source>
      <translation>Kopieren</translation>
    </message>
  </context>
  <context>
    <name>Actions</name>
    <message>
      <source>&amp;File</source>
      <translation>&amp;Datei</translation>
    </message>
    <message>
      <source>&amp;Open a video or photo…</source>
      <translation>Video oder Foto ö&amp;ffnen…</translation>
    </message>
    <message>
      <source>Open a stream's &amp;address…</source>
      <translation>&amp;Adresse eines Streams öffnen…</translation>
    </message>
    <message>
      <source>Close &amp;the source</source>
      <translation>Quelle s&amp;chließen</translation>
    </message>
    <message>
      <source>&amp;Record</source>
      <translation>Aufneh&amp;men</translation>
    </message>
    <message>
      <source>Record side &amp;by side</source>
      <translation>&amp;Nebeneinander aufnehmen</translation>
    </message>
    <message>
      <source>&amp;Snapshot</source>
      <translation>&amp;Schnappschuss</translation>
    </message>
    <message>
      <source>&amp;Virtual camera</source>
      <translation>&amp;Virtuelle Kamera</translation>
    </message>
    <message>
      <source>&amp;Export…</source>
      <translation>&amp;Exportieren…</translation>
    </message>
    <message>
      <source>&amp;Quit</source>
      <translation>&amp;Beenden</translation>
    </message>
    <message>
      <source>&amp;View</source>
      <translation>&amp;Ansicht</translation>
    </message>
    <message>
      <source>&amp;Side by side</source>
      <translation>&amp;Nebeneinander</translation>
    </message>
    <message>
      <source>&amp;Wipe</source>
      <translation>&amp;Trennlinie</translation>
    </message>
    <message>
      <source>&amp;Enhanced</source>
      <translation>&amp;Verbessert</translation>
    </message>
    <message>
      <source>&amp;Difference</source>
      <translation>&amp;Differenz</translation>
    </message>
    <message>
      <source>Show the &amp;original (or hold O)</source>
      <translation>&amp;Original zeigen (oder O halten)</translation>
    </message>
    <message>
      <source>&amp;Fit</source>
      <translation>Ein&amp;passen</translation>
    </message>
    <message>
      <source>&amp;1:1</source>
      <translation>&amp;1:1</translation>
    </message>
    <message>
      <source>Zoom &amp;in</source>
      <translation>Ver&amp;größern</translation>
    </message>
    <message>
      <source>Zoom o&amp;ut</source>
      <translation>Ver&amp;kleinern</translation>
    </message>
    <message>
      <source>Fi&amp;gures</source>
      <translation>&amp;Messwerte</translation>
    </message>
    <message>
      <source>&amp;Labels</source>
      <translation>&amp;Beschriftung</translation>
    </message>
    <message>
      <source>&amp;Controls</source>
      <translation>&amp;Regler</translation>
    </message>
    <message>
      <source>Full scree&amp;n</source>
      <translation>Vollbi&amp;ld</translation>
    </message>
    <message>
      <source>Always on &amp;top</source>
      <translation>&amp;Immer im Vordergrund</translation>
    </message>
    <message>
      <source>&amp;Playback</source>
      <translation>&amp;Wiedergabe</translation>
    </message>
    <message>
      <source>&amp;Play or pause</source>
      <translation>&amp;Abspielen oder anhalten</translation>
    </message>
    <message>
      <source>One frame &amp;on</source>
      <translation>Ein Bild &amp;vor</translation>
    </message>
    <message>
      <source>One frame &amp;back</source>
      <translation>Ein Bild &amp;zurück</translation>
    </message>
    <message>
      <source>5 seconds o&amp;n</source>
      <translation>5 Sekunden vo&amp;r</translation>
    </message>
    <message>
      <source>5 seconds b&amp;ack</source>
      <translation>5 Sekunden z&amp;urück</translation>
    </message>
    <message>
      <source>To the &amp;start</source>
      <translation>Zum An&amp;fang</translation>
    </message>
    <message>
      <source>Play a&amp;gain and again</source>
      <translation>&amp;Endlos wiederholen</translation>
    </message>
    <message>
      <source>&amp;Enhance</source>
      <translation>&amp;Verbessern</translation>
    </message>
    <message>
      <source>&amp;Brighter</source>
      <translation>&amp;Heller</translation>
    </message>
    <message>
      <source>&amp;Darker</source>
      <translation>&amp;Dunkler</translation>
    </message>
    <message>
      <source>&amp;Reset all settings</source>
      <translation>&amp;Alle Einstellungen zurücksetzen</translation>
    </message>
    <message>
      <source>&amp;Weight file…</source>
      <translation>&amp;Gewichtsdatei…</translation>
    </message>
    <message>
      <source>&amp;Tools</source>
      <translation>E&amp;xtras</translation>
    </message>
    <message>
      <source>&amp;Train on your own pictures…</source>
      <translation>Mit eigenen Bildern &amp;trainieren…</translation>
    </message>
    <message>
      <source>&amp;Help</source>
      <translation>&amp;Hilfe</translation>
    </message>
    <message>
      <source>&amp;Keys…</source>
      <translation>&amp;Tasten…</translation>
    </message>
    <message>
      <source>&amp;Save a bug report…</source>
      <translation>&amp;Fehlerbericht speichern…</translation>
    </message>
    <message>
      <source>Open the folder of the &amp;log</source>
      <translation>&amp;Ordner des Protokolls öffnen</translation>
    </message>
    <message>
      <source>&amp;About lowlight-live</source>
      <translation>Ü&amp;ber lowlight-live</translation>
    </message>
  </context>
  <context>
    <name>Bridge</name>
    <message>
      <source>No camera is open.</source>
      <translation>Keine Kamera ist geöffnet.</translation>
    </message>
    <message>
      <source>Choose a camera first; its pictures are recorded for the training.</source>
      <translation>Wählen Sie zuerst eine Kamera; ihre Bilder werden für das Training aufgenommen.</translation>
    </message>
    <message>
      <source>Opening…</source>
      <translation>Wird geöffnet…</translation>
    </message>
    <message>
      <source>Loading the model…</source>
      <translation>Das Modell wird geladen…</translation>
    </message>
    <message>
      <source>{name} has ended.</source>
      <translation>{name} ist zu Ende.</translation>
    </message>
    <message>
      <source>{model} could not be loaded for {device}.</source>
      <translation>{model} konnte nicht für {device} geladen werden.</translation>
    </message>
    <message>
      <source>Choose another model or device.</source>
      <translation>Wählen Sie ein anderes Modell oder Gerät.</translation>
    </message>
    <message>
      <source>Until then {model} enhances.</source>
      <translation>Bis dahin verbessert {model}.</translation>
    </message>
  </context>
  <context>
    <name>CamerasMenu</name>
    <message>
      <source>&amp;Camera</source>
      <translation>&amp;Kamera</translation>
    </message>
    <message>
      <source>As it comes</source>
      <translation>Wie sie kommt</translation>
    </message>
    <message>
      <source>No camera is connected</source>
      <translation>Keine Kamera angeschlossen</translation>
    </message>
    <message>
      <source>{size}, {fps} fps ({format})</source>
      <translation>{size}, {fps} Bilder/s ({format})</translation>
    </message>
  </context>
  <context>
    <name>Controls</name>
    <message>
      <source>Reset all</source>
      <translation>Alles zurücksetzen</translation>
    </message>
    <message>
      <source>Give every setting its default back.</source>
      <translation>Jeder Einstellung ihren Vorgabewert zurückgeben.</translation>
    </message>
  </context>
  <context>
    <name>EnhancePanel</name>
    <message>
      <source>What enhances</source>
      <translation>Was verbessert</translation>
    </message>
    <message>
      <source>Preset</source>
      <translation>Voreinstellung</translation>
    </message>
    <message>
      <source>Runs on {device} in {precision}: {reason}.</source>
      <translation>Läuft auf {device} in {precision}: {reason}.</translation>
    </message>
    <message>
      <source>Runs on {device}: {reason}.</source>
      <translation>Läuft auf {device}: {reason}.</translation>
    </message>
  </context>
  <context>
    <name>Export</name>
    <message>
      <source>The list of exports is kept by another window or cannot be kept: what is added here is forgotten when this window closes.</source>
      <translation>Die Liste der Exporte wird von einem anderen Fenster geführt oder kann nicht gespeichert werden: Was hier hinzukommt, ist vergessen, wenn dieses Fenster geschlossen wird.</translation>
    </message>
    <message>
      <source>The list of exports cannot be read ({reason}).</source>
      <translation>Die Liste der Exporte kann nicht gelesen werden ({reason}).</translation>
    </message>
    <message>
      <source>The list of exports could not be used and begins anew; the old one is {aside}.</source>
      <translation>Die Liste der Exporte war unbrauchbar und beginnt neu; die alte ist {aside}.</translation>
    </message>
    <message>
      <source>The list of exports cannot be kept ({reason}).</source>
      <translation>Die Liste der Exporte kann nicht gespeichert werden ({reason}).</translation>
    </message>
    <message>
      <source>Complete.</source>
      <translation>Fertig.</translation>
    </message>
    <message>
      <source>Cancelled.</source>
      <translation>Abgebrochen.</translation>
    </message>
    <message>
      <source>{frames} frames in {seconds} s.</source>
      <translation>{frames} Bilder in {seconds} s.</translation>
    </message>
    <message>
      <source>The export of {name} ended unexpectedly.</source>
      <translation>Der Export von {name} endete unerwartet.</translation>
    </message>
    <message>
      <source>Try again; if it happens again, choose another codec or device.</source>
      <translation>Versuchen Sie es noch einmal; wenn es wieder geschieht, mit einem anderen Codec oder Gerät.</translation>
    </message>
  </context>
  <context>
    <name>ExportPanel</name>
    <message>
      <source>Exports</source>
      <translation>Exporte</translation>
    </message>
    <message>
      <source>Begin again</source>
      <translation>Neu beginnen</translation>
    </message>
    <message>
      <source>Discard</source>
      <translation>Verwerfen</translation>
    </message>
    <message>
      <source>Add films…</source>
      <translation>Filme hinzufügen…</translation>
    </message>
    <message>
      <source>Pause</source>
      <translation>Pause</translation>
    </message>
    <message>
      <source>Clear finished</source>
      <translation>Fertige entfernen</translation>
    </message>
    <message>
      <source>Drop films here, or add them with the button.</source>
      <translation>Ziehen Sie Filme hierher, oder fügen Sie sie mit dem Knopf hinzu.</translation>
    </message>
    <message>
      <source>Exports not finished the last time: {n}. They begin again from the start.</source>
      <translation>Beim letzten Mal nicht fertig gewordene Exporte: {n}. Sie beginnen von vorn.</translation>
    </message>
    <message>
      <source>Go on</source>
      <translation>Weiter</translation>
    </message>
    <message>
      <source>{n} done</source>
      <translation>{n} fertig</translation>
    </message>
    <message>
      <source>{n} at work</source>
      <translation>{n} in Arbeit</translation>
    </message>
    <message>
      <source>{n} waiting</source>
      <translation>{n} wartend</translation>
    </message>
    <message>
      <source>{n} failed</source>
      <translation>{n} fehlgeschlagen</translation>
    </message>
    <message>
      <source>Films to export</source>
      <translation>Filme zum Exportieren</translation>
    </message>
    <message>
      <source>Complete: {n}.</source>
      <translation>Fertig: {n}.</translation>
    </message>
    <message>
      <source>Failed: {n}.</source>
      <translation>Fehlgeschlagen: {n}.</translation>
    </message>
    <message>
      <source>Open folder</source>
      <translation>Ordner öffnen</translation>
    </message>
  </context>
  <context>
    <name>ExportRow</name>
    <message>
      <source>Settings…</source>
      <translation>Einstellungen…</translation>
    </message>
    <message>
      <source>Cancel</source>
      <translation>Abbrechen</translation>
    </message>
    <message>
      <source>Try again</source>
      <translation>Noch einmal</translation>
    </message>
    <message>
      <source>Copy details</source>
      <translation>Einzelheiten kopieren</translation>
    </message>
    <message>
      <source>Open folder</source>
      <translation>Ordner öffnen</translation>
    </message>
    <message>
      <source>Remove</source>
      <translation>Entfernen</translation>
    </message>
    <message>
      <source>Begin again</source>
      <translation>Neu beginnen</translation>
    </message>
    <message>
      <source>Progress of {name}</source>
      <translation>Fortschritt von {name}</translation>
    </message>
    <message>
      <source>Waits for its turn.</source>
      <translation>Wartet, bis er an der Reihe ist.</translation>
    </message>
    <message>
      <source>Not finished the last time; it begins again from the start.</source>
      <translation>Beim letzten Mal nicht fertig geworden; er beginnt von vorn.</translation>
    </message>
    <message>
      <source>What was done plays until then: {part}</source>
      <translation>Was fertig war, lässt sich bis dahin abspielen: {part}</translation>
    </message>
    <message>
      <source>Getting ready …</source>
      <translation>Wird vorbereitet …</translation>
    </message>
    <message>
      <source>Paused</source>
      <translation>Angehalten</translation>
    </message>
    <message>
      <source>First of two passes</source>
      <translation>Erster von zwei Durchgängen</translation>
    </message>
    <message>
      <source>{done} of {total} frames</source>
      <translation>{done} von {total} Bildern</translation>
    </message>
    <message>
      <source>{fps} frames/s</source>
      <translation>{fps} Bilder/s</translation>
    </message>
  </context>
  <context>
    <name>ExportSettings</name>
    <message>
      <source>Export of {name}</source>
      <translation>Export von {name}</translation>
    </message>
    <message>
      <source>Picture</source>
      <translation>Bild</translation>
    </message>
    <message>
      <source>What enhances</source>
      <translation>Was verbessert</translation>
    </message>
    <message>
      <source>Choose…</source>
      <translation>Wählen…</translation>
    </message>
    <message>
      <source>A name that ends in {endings}</source>
      <translation>Ein Name, der auf {endings} endet</translation>
    </message>
    <message>
      <source>File to write</source>
      <translation>Zu schreibende Datei</translation>
    </message>
    <message>
      <source>Look through the film first (two passes)</source>
      <translation>Den Film zuerst durchsehen (zwei Durchgänge)</translation>
    </message>
    <message>
      <source>Takes longer; the brightness then follows without lag.</source>
      <translation>Dauert länger; dafür folgt die Helligkeit ohne Verzug.</translation>
    </message>
    <message>
      <source>Original and enhanced side by side</source>
      <translation>Original und Verbessertes nebeneinander</translation>
    </message>
    <message>
      <source>File</source>
      <translation>Datei</translation>
    </message>
    <message>
      <source>Write to</source>
      <translation>Schreiben nach</translation>
    </message>
    <message>
      <source>Codec</source>
      <translation>Codec</translation>
    </message>
    <message>
      <source>The video encoder</source>
      <translation>Der Video-Encoder</translation>
    </message>
    <message>
      <source>Constant quality (CRF): lower is better and larger; 18 shows no loss</source>
      <translation>Gleichbleibende Qualität (CRF): kleiner ist besser und größer; bei 18 ist kein Verlust zu sehen</translation>
    </message>
    <message>
      <source>Quality</source>
      <translation>Qualität</translation>
    </message>
    <message>
      <source>The file needs a name that ends in {endings}.</source>
      <translation>Die Datei braucht einen Namen, der auf {endings} endet.</translation>
    </message>
    <message>
      <source>That is the file to be read. Choose another name.</source>
      <translation>Das ist die Datei, die gelesen wird. Wählen Sie einen anderen Namen.</translation>
    </message>
    <message>
      <source>Files ({endings})</source>
      <translation>Dateien ({endings})</translation>
    </message>
  </context>
  <context>
    <name>KeysDialog</name>
    <message>
      <source>Keys</source>
      <translation>Tasten</translation>
    </message>
    <message>
      <source>Show the original as long as it is held</source>
      <translation>Das Original zeigen, solange sie gehalten wird</translation>
    </message>
    <message>
      <source>View</source>
      <translation>Ansicht</translation>
    </message>
    <message>
      <source>Leave the full screen</source>
      <translation>Das Vollbild verlassen</translation>
    </message>
    <message>
      <source>Wheel</source>
      <translation>Mausrad</translation>
    </message>
    <message>
      <source>Zoom the picture</source>
      <translation>Das Bild vergrößern oder verkleinern</translation>
    </message>
    <message>
      <source>Double click</source>
      <translation>Doppelklick</translation>
    </message>
    <message>
      <source>On a control: its default. On the picture: full screen</source>
      <translation>Auf einen Regler: sein Vorgabewert. Auf das Bild: Vollbild</translation>
    </message>
    <message>
      <source>Key</source>
      <translation>Taste</translation>
    </message>
    <message>
      <source>What it does</source>
      <translation>Was sie tut</translation>
    </message>
    <message>
      <source>Menu</source>
      <translation>Menü</translation>
    </message>
  </context>
  <context>
    <name>LossCurves</name>
    <message>
      <source>Loss</source>
      <translation>Verlust</translation>
    </message>
    <message>
      <source>Photos kept out (dB)</source>
      <translation>Zurückgehaltene Fotos (dB)</translation>
    </message>
    <message>
      <source>Step</source>
      <translation>Schritt</translation>
    </message>
  </context>
  <context>
    <name>MainWindow</name>
    <message>
      <source>Enhance</source>
      <translation>Verbessern</translation>
    </message>
  </context>
  <context>
    <name>Menus</name>
    <message>
      <source>&amp;Appearance</source>
      <translation>&amp;Aussehen</translation>
    </message>
    <message>
      <source>As the &amp;system has it</source>
      <translation>Wie im &amp;System</translation>
    </message>
    <message>
      <source>&amp;Light</source>
      <translation>&amp;Hell</translation>
    </message>
    <message>
      <source>&amp;Dark</source>
      <translation>&amp;Dunkel</translation>
    </message>
  </context>
  <context>
    <name>MessageBar</name>
    <message>
      <source>No action</source>
      <translation>Nichts zu tun</translation>
    </message>
    <message>
      <source>Copy details</source>
      <translation>Einzelheiten kopieren</translation>
    </message>
    <message>
      <source>Copy what somebody who mends this needs to know.</source>
      <translation>Kopieren, was jemand wissen muss, der das behebt.</translation>
    </message>
    <message>
      <source>Put this message away</source>
      <translation>Diese Meldung wegräumen</translation>
    </message>
    <message>
      <source>{n} more</source>
      <translation>{n} weitere</translation>
    </message>
  </context>
  <context>
    <name>ModelRow</name>
    <message>
      <source>Model</source>
      <translation>Modell</translation>
    </message>
    <message>
      <source>Device</source>
      <translation>Gerät</translation>
    </message>
    <message>
      <source>Automatic</source>
      <translation>Automatisch</translation>
    </message>
    <message>
      <source>CPU</source>
      <translation>CPU</translation>
    </message>
    <message>
      <source>CPU (onnxruntime)</source>
      <translation>CPU (onnxruntime)</translation>
    </message>
    <message>
      <source>NVIDIA GPU (CUDA)</source>
      <translation>NVIDIA-GPU (CUDA)</translation>
    </message>
    <message>
      <source>Choose a weight file</source>
      <translation>Gewichtsdatei wählen</translation>
    </message>
    <message>
      <source>Weights (*.safetensors *.pth *.pt);;All files (*)</source>
      <translation>Gewichte (*.safetensors *.pth *.pt);;Alle Dateien (*)</translation>
    </message>
    <message>
      <source>Weight file…</source>
      <translation>Gewichtsdatei…</translation>
    </message>
  </context>
  <context>
    <name>Models</name>
    <message>
      <source>DCE-Live, 26k parameters: sees how dark the whole picture is and of what colour its light; natural colours.</source>
      <translation>DCE-Live, 26k Parameter: sieht, wie dunkel das ganze Bild ist und welche Farbe sein Licht hat; natürliche Farben.</translation>
    </message>
    <message>
      <source>DCE-Nano, 4k parameters: dce-live with fewer features, for machines with little time.</source>
      <translation>DCE-Nano, 4k Parameter: dce-live mit weniger Merkmalen, für Rechner mit wenig Zeit.</translation>
    </message>
    <message>
      <source>DCE-Net, 79k parameters: a curve map for each of eight iterations.</source>
      <translation>DCE-Net, 79k Parameter: für jeden von acht Schritten eine eigene Kurvenkarte.</translation>
    </message>
    <message>
      <source>DCE-Net++, 11k parameters: one curve map used eight times; faster, and darker on very dark pictures.</source>
      <translation>DCE-Net++, 11k Parameter: eine Kurvenkarte, achtmal angewandt; schneller, und bei sehr dunklen Bildern dunkler.</translation>
    </message>
  </context>
  <context>
    <name>Outputs</name>
    <message>
      <source>No picture came from the camera.</source>
      <translation>Es kam kein Bild von der Kamera.</translation>
    </message>
    <message>
      <source>Check whether the picture moves, then try again.</source>
      <translation>Sehen Sie nach, ob sich das Bild bewegt, und versuchen Sie es noch einmal.</translation>
    </message>
    <message>
      <source>Other programs find the picture as {device}.</source>
      <translation>Andere Programme finden das Bild als {device}.</translation>
    </message>
  </context>
  <context>
    <name>Overlay</name>
    <message>
      <source>fps: {captured} captured, {enhanced} enhanced, {shown} shown</source>
      <translation>Bilder/s: {captured} aufgenommen, {enhanced} verbessert, {shown} gezeigt</translation>
    </message>
    <message>
      <source>latency: {p50} ms, 95 % below {p95} ms</source>
      <translation>Verzug: {p50} ms, 95 % unter {p95} ms</translation>
    </message>
    <message>
      <source>dropped: {places}</source>
      <translation>verworfen: {places}</translation>
    </message>
    <message>
      <source>dropped: none</source>
      <translation>verworfen: keine</translation>
    </message>
    <message>
      <source>{model} on {device} in {precision}, sees {width} x {height}</source>
      <translation>{model} auf {device} in {precision}, sieht {width} x {height}</translation>
    </message>
    <message>
      <source>{model} on {device}</source>
      <translation>{model} auf {device}</translation>
    </message>
    <message>
      <source>the network sees 1 frame in {every}</source>
      <translation>das Netz sieht 1 Bild von {every}</translation>
    </message>
    <message>
      <source>in the source</source>
      <translation>in der Quelle</translation>
    </message>
    <message>
      <source>before they were enhanced</source>
      <translation>vor dem Verbessern</translation>
    </message>
    <message>
      <source>before the window</source>
      <translation>vor dem Fenster</translation>
    </message>
    <message>
      <source>in the window</source>
      <translation>im Fenster</translation>
    </message>
    <message>
      <source>before the outputs</source>
      <translation>vor den Ausgaben</translation>
    </message>
    <message>
      <source>before the recording</source>
      <translation>vor der Aufnahme</translation>
    </message>
    <message>
      <source>in the recording</source>
      <translation>in der Aufnahme</translation>
    </message>
    <message>
      <source>before the virtual camera</source>
      <translation>vor der virtuellen Kamera</translation>
    </message>
    <message>
      <source>in the virtual camera</source>
      <translation>in der virtuellen Kamera</translation>
    </message>
    <message>
      <source>{name} gives no new picture{why}</source>
      <translation>{name} liefert kein neues Bild{why}</translation>
    </message>
    <message>
      <source>{name} is away{why}; waiting for it to come back</source>
      <translation>{name} ist weg{why}; es wird auf sie gewartet</translation>
    </message>
    <message>
      <source>Live from {name}, {granted}, {fps} fps</source>
      <translation>Live von {name}, {granted}, {fps} Bilder/s</translation>
    </message>
    <message>
      <source>Playing {name}, {fps} fps</source>
      <translation>{name} läuft, {fps} Bilder/s</translation>
    </message>
    <message>
      <source>{name}, paused</source>
      <translation>{name}, angehalten</translation>
    </message>
  </context>
  <context>
    <name>PlaybackBar</name>
    <message>
      <source>Play</source>
      <translation>Abspielen</translation>
    </message>
    <message>
      <source>One frame back</source>
      <translation>Ein Bild zurück</translation>
    </message>
    <message>
      <source>One frame on</source>
      <translation>Ein Bild vor</translation>
    </message>
    <message>
      <source>Place in the film</source>
      <translation>Stelle im Film</translation>
    </message>
    <message>
      <source>Time</source>
      <translation>Zeit</translation>
    </message>
    <message>
      <source>Play again and again</source>
      <translation>Endlos wiederholen</translation>
    </message>
    <message>
      <source>Pause</source>
      <translation>Pause</translation>
    </message>
  </context>
  <context>
    <name>PresetsRow</name>
    <message>
      <source>Preset</source>
      <translation>Voreinstellung</translation>
    </message>
    <message>
      <source>Settings that you gave a name.</source>
      <translation>Einstellungen, denen Sie einen Namen gegeben haben.</translation>
    </message>
    <message>
      <source>&amp;Presets</source>
      <translation>&amp;Voreinstellungen</translation>
    </message>
    <message>
      <source>…</source>
      <translation>…</translation>
    </message>
    <message>
      <source>Presets: save, rename, share</source>
      <translation>Voreinstellungen: speichern, umbenennen, weitergeben</translation>
    </message>
    <message>
      <source>&amp;Save as…</source>
      <translation>&amp;Speichern als…</translation>
    </message>
    <message>
      <source>Re&amp;name…</source>
      <translation>&amp;Umbenennen…</translation>
    </message>
    <message>
      <source>Re&amp;move</source>
      <translation>&amp;Entfernen</translation>
    </message>
    <message>
      <source>&amp;Open from a file…</source>
      <translation>Aus Datei ö&amp;ffnen…</translation>
    </message>
    <message>
      <source>Sa&amp;ve as a file…</source>
      <translation>Als &amp;Datei speichern…</translation>
    </message>
    <message>
      <source>Default</source>
      <translation>Vorgabe</translation>
    </message>
    <message>
      <source>(changed)</source>
      <translation>(geändert)</translation>
    </message>
    <message>
      <source>Save preset</source>
      <translation>Voreinstellung speichern</translation>
    </message>
    <message>
      <source>Name:</source>
      <translation>Name:</translation>
    </message>
    <message>
      <source>Rename preset</source>
      <translation>Voreinstellung umbenennen</translation>
    </message>
    <message>
      <source>Open preset</source>
      <translation>Voreinstellung öffnen</translation>
    </message>
    <message>
      <source>There is a preset “{name}” already.</source>
      <translation>Es gibt schon eine Voreinstellung „{name}“.</translation>
    </message>
    <message>
      <source>Replace</source>
      <translation>Ersetzen</translation>
    </message>
  </context>
  <context>
    <name>Preview</name>
    <message>
      <source>Picture</source>
      <translation>Bild</translation>
    </message>
    <message>
      <source>The original and the enhanced picture.</source>
      <translation>Das Original und das verbesserte Bild.</translation>
    </message>
    <message>
      <source>Original</source>
      <translation>Original</translation>
    </message>
    <message>
      <source>Enhanced</source>
      <translation>Verbessert</translation>
    </message>
    <message>
      <source>Difference</source>
      <translation>Differenz</translation>
    </message>
  </context>
  <context>
    <name>Problem</name>
    <message>
      <source>Something went wrong that nobody thought of: {error}</source>
      <translation>Es ging etwas schief, an das niemand gedacht hat: {error}</translation>
    </message>
    <message>
      <source>Help &gt; Save a bug report… writes a file that you can send us.</source>
      <translation>Hilfe &gt; Fehlerbericht speichern… schreibt eine Datei, die Sie uns schicken können.</translation>
    </message>
  </context>
  <context>
    <name>RecentMenu</name>
    <message>
      <source>Opened &amp;lately</source>
      <translation>Zu&amp;letzt geöffnet</translation>
    </message>
    <message>
      <source>Forget these</source>
      <translation>Liste leeren</translation>
    </message>
  </context>
  <context>
    <name>Recordings</name>
    <message>
      <source>No pictures can be kept in {folder} ({reason}).</source>
      <translation>In {folder} können keine Bilder abgelegt werden ({reason}).</translation>
    </message>
    <message>
      <source>Free some space there, or look whether you may write there.</source>
      <translation>Machen Sie dort Platz, oder sehen Sie nach, ob Sie dort schreiben dürfen.</translation>
    </message>
  </context>
  <context>
    <name>Samples</name>
    <message>
      <source>Samples: before, after and, where there is one, the goal</source>
      <translation>Proben: vorher, nachher und, wo es eines gibt, das Ziel</translation>
    </message>
    <message>
      <source>Samples appear after the first steps.</source>
      <translation>Proben erscheinen nach den ersten Schritten.</translation>
    </message>
    <message>
      <source>Before</source>
      <translation>Vorher</translation>
    </message>
    <message>
      <source>After</source>
      <translation>Nachher</translation>
    </message>
    <message>
      <source>Goal</source>
      <translation>Ziel</translation>
    </message>
  </context>
  <context>
    <name>SettingRow</name>
    <message>
      <source>A double click gives the default back.</source>
      <translation>Ein Doppelklick gibt den Vorgabewert zurück.</translation>
    </message>
    <message>
      <source>{name}, slider</source>
      <translation>{name}, Schieberegler</translation>
    </message>
    <message>
      <source>{name}, number</source>
      <translation>{name}, Zahl</translation>
    </message>
  </context>
  <context>
    <name>Settings</name>
    <message>
      <source>Strength</source>
      <translation>Stärke</translation>
    </message>
    <message>
      <source>Exposure</source>
      <translation>Belichtung</translation>
    </message>
    <message>
      <source>Leave well-lit scenes alone</source>
      <translation>Helle Szenen in Ruhe lassen</translation>
    </message>
    <message>
      <source>Smoothing</source>
      <translation>Glättung</translation>
    </message>
    <message>
      <source>Noise reduction</source>
      <translation>Rauschminderung</translation>
    </message>
    <message>
      <source>Saturation</source>
      <translation>Sättigung</translation>
    </message>
    <message>
      <source>stops</source>
      <translation>Blenden</translation>
    </message>
    <message>
      <source>s</source>
      <translation>s</translation>
    </message>
    <message>
      <source>How much of the enhancement is applied; 0 is off.</source>
      <translation>Wie viel von der Verbesserung angewandt wird; 0 ist aus.</translation>
    </message>
    <message>
      <source>Brighter or darker than the network chose; shadows move most, highlights do not clip.</source>
      <translation>Heller oder dunkler, als das Netz es wählt; Schatten ändern sich am meisten, Lichter brechen nicht aus.</translation>
    </message>
    <message>
      <source>Leave well-lit scenes alone: 1 lets the strength follow how dark it is, 0 does not.</source>
      <translation>Helle Szenen in Ruhe lassen: Bei 1 folgt die Stärke der Dunkelheit, bei 0 nicht.</translation>
    </message>
    <message>
      <source>How slowly the curves follow, so that brightness does not pump; 0 is off.</source>
      <translation>Wie langsam die Kurven folgen, damit die Helligkeit nicht pumpt; 0 ist aus.</translation>
    </message>
    <message>
      <source>How much noise is averaged away over time, and in space where that cannot be; 0 is off.</source>
      <translation>Wie viel Rauschen über die Zeit weggemittelt wird, und im Bild, wo das nicht geht; 0 ist aus.</translation>
    </message>
    <message>
      <source>How strong the colours are; 0 is grey, 1 leaves them as they are.</source>
      <translation>Wie kräftig die Farben sind; 0 ist grau, 1 lässt sie, wie sie sind.</translation>
    </message>
  </context>
  <context>
    <name>Store</name>
    <message>
      <source>The settings cannot be read ({reason}): these are the defaults.</source>
      <translation>Die Einstellungen können nicht gelesen werden ({reason}): Dies sind die Vorgaben.</translation>
    </message>
    <message>
      <source>it is damaged</source>
      <translation>sie ist beschädigt</translation>
    </message>
    <message>
      <source>it belongs to another version</source>
      <translation>sie gehört zu einer anderen Version</translation>
    </message>
    <message>
      <source>The settings could not all be used ({why}); defaults took their place. The old file is {aside}.</source>
      <translation>Nicht alle Einstellungen waren brauchbar ({why}); Vorgaben sind an ihre Stelle getreten. Die alte Datei ist {aside}.</translation>
    </message>
    <message>
      <source>The settings cannot be saved: {path} ({reason}).</source>
      <translation>Die Einstellungen können nicht gespeichert werden: {path} ({reason}).</translation>
    </message>
  </context>
  <context>
    <name>Tools</name>
    <message>
      <source>Tools</source>
      <translation>Werkzeuge</translation>
    </message>
    <message>
      <source>Open</source>
      <translation>Öffnen</translation>
    </message>
    <message>
      <source>Camera</source>
      <translation>Kamera</translation>
    </message>
    <message>
      <source>Choose a camera</source>
      <translation>Eine Kamera wählen</translation>
    </message>
    <message>
      <source>Hold for original</source>
      <translation>Original (halten)</translation>
    </message>
    <message>
      <source>Show the original as long as this is pressed (key O)</source>
      <translation>Das Original zeigen, solange gedrückt wird (Taste O)</translation>
    </message>
  </context>
  <context>
    <name>Training</name>
    <message>
      <source>So far it is no better than what it began with, so nothing was written. It can go on.</source>
      <translation>Bisher ist es nicht besser als der Ausgangspunkt, deshalb wurde nichts geschrieben. Es kann weitergehen.</translation>
    </message>
    <message>
      <source>The training ended unexpectedly at step {step}.</source>
      <translation>Das Training endete unerwartet bei Schritt {step}.</translation>
    </message>
    <message>
      <source>It can go on from its last checkpoint.</source>
      <translation>Es kann bei seinem letzten Zwischenstand weitergehen.</translation>
    </message>
    <message>
      <source>It had not come to its first checkpoint: begin it again.</source>
      <translation>Es war noch nicht beim ersten Zwischenstand: Beginnen Sie es neu.</translation>
    </message>
  </context>
  <context>
    <name>TrainingDialog</name>
    <message>
      <source>Training</source>
      <translation>Training</translation>
    </message>
    <message>
      <source>Go on</source>
      <translation>Weiter</translation>
    </message>
    <message>
      <source>Leave it</source>
      <translation>Nicht jetzt</translation>
    </message>
    <message>
      <source>Recording: %v of %m s</source>
      <translation>Aufnahme: %v von %m s</translation>
    </message>
    <message>
      <source>Progress of the recording</source>
      <translation>Fortschritt der Aufnahme</translation>
    </message>
    <message>
      <source>End the recording</source>
      <translation>Aufnahme beenden</translation>
    </message>
    <message>
      <source>Start</source>
      <translation>Starten</translation>
    </message>
    <message>
      <source>New training</source>
      <translation>Neues Training</translation>
    </message>
    <message>
      <source>Use in live view</source>
      <translation>Im Bild verwenden</translation>
    </message>
    <message>
      <source>Undo</source>
      <translation>Rückgängig</translation>
    </message>
    <message>
      <source>Undo: show the weights from before</source>
      <translation>Rückgängig: die Gewichte von vorher zeigen</translation>
    </message>
    <message>
      <source>Close</source>
      <translation>Schließen</translation>
    </message>
    <message>
      <source>A training under way is paused and can go on later.</source>
      <translation>Ein laufendes Training wird angehalten und kann später weitergehen.</translation>
    </message>
    <message>
      <source>The training “{name}” is not finished.</source>
      <translation>Das Training „{name}“ ist nicht fertig.</translation>
    </message>
  </context>
  <context>
    <name>TrainingFields</name>
    <message>
      <source>automatic</source>
      <translation>automatisch</translation>
    </message>
    <message>
      <source>Architecture</source>
      <translation>Architektur</translation>
    </message>
    <message>
      <source>Network to train.</source>
      <translation>Das zu trainierende Netz.</translation>
    </message>
    <message>
      <source>Loss</source>
      <translation>Verlust</translation>
    </message>
    <message>
      <source>What to learn from: zero-reference losses, the undarkened photo or pairs.</source>
      <translation>Woraus gelernt wird: Verluste ohne Vorbild (zero-reference), das nicht abgedunkelte Foto oder Paare.</translation>
    </message>
    <message>
      <source>Stock share</source>
      <translation>Anteil des Vorrats</translation>
    </message>
    <message>
      <source>Share of a batch that comes from the stock.</source>
      <translation>Anteil eines Stapels, der aus dem Vorrat kommt.</translation>
    </message>
    <message>
      <source>Start</source>
      <translation>Ausgangspunkt</translation>
    </message>
    <message>
      <source>Weights to begin with, by name or file.</source>
      <translation>Gewichte, mit denen begonnen wird, als Name oder Datei.</translation>
    </message>
    <message>
      <source>Steps</source>
      <translation>Schritte</translation>
    </message>
    <message>
      <source>Batches to train on.</source>
      <translation>Stapel, mit denen trainiert wird.</translation>
    </message>
    <message>
      <source>Batch size</source>
      <translation>Stapelgröße</translation>
    </message>
    <message>
      <source>Pictures in a batch.</source>
      <translation>Bilder in einem Stapel.</translation>
    </message>
    <message>
      <source>Seed</source>
      <translation>Startwert</translation>
    </message>
    <message>
      <source>Decides first weights, order of the photos and how they are darkened.</source>
      <translation>Bestimmt die ersten Gewichte, die Reihenfolge der Fotos und wie sie abgedunkelt werden.</translation>
    </message>
    <message>
      <source>Device</source>
      <translation>Gerät</translation>
    </message>
    <message>
      <source>Where to train; auto takes CUDA if there is any.</source>
      <translation>Wo trainiert wird; auto nimmt CUDA, wenn es da ist.</translation>
    </message>
    <message>
      <source>Precision</source>
      <translation>Genauigkeit</translation>
    </message>
    <message>
      <source>What the network computes in; its weights are float32 anyway.</source>
      <translation>Womit das Netz rechnet; seine Gewichte sind immer float32.</translation>
    </message>
    <message>
      <source>Lines</source>
      <translation>Zeilen</translation>
    </message>
    <message>
      <source>Photos are shrunk to this many pixels on the short side.</source>
      <translation>Auf so viele Pixel an der kurzen Seite werden Fotos verkleinert.</translation>
    </message>
    <message>
      <source>Crop</source>
      <translation>Ausschnitt</translation>
    </message>
    <message>
      <source>Height and width of a training picture, in pixels.</source>
      <translation>Höhe und Breite eines Trainingsbildes in Pixeln.</translation>
    </message>
    <message>
      <source>Zoom</source>
      <translation>Zoom</translation>
    </message>
    <message>
      <source>Pictures are cut up to this many times larger and then shrunk.</source>
      <translation>Bis so vielmal größer werden Bilder ausgeschnitten und dann verkleinert.</translation>
    </message>
    <message>
      <source>Turned</source>
      <translation>Gedreht</translation>
    </message>
    <message>
      <source>Whether pictures are turned by quarters, too, and not only flipped.</source>
      <translation>Ob Bilder auch um Vierteldrehungen gedreht und nicht nur gespiegelt werden.</translation>
    </message>
    <message>
      <source>Light range</source>
      <translation>Lichtumfang</translation>
    </message>
    <message>
      <source>Stops by which the light of a real dark picture is varied.</source>
      <translation>Blenden, um die das Licht eines wirklich dunklen Bildes verändert wird.</translation>
    </message>
    <message>
      <source>Darkest photo</source>
      <translation>Dunkelstes Foto</translation>
    </message>
    <message>
      <source>Photos of less mean luma are left out.</source>
      <translation>Fotos mit geringerer mittlerer Helligkeit werden ausgelassen.</translation>
    </message>
    <message>
      <source>Dark share</source>
      <translation>Anteil dunkler</translation>
    </message>
    <message>
      <source>Share of the pictures that are darkened.</source>
      <translation>Anteil der Bilder, die abgedunkelt werden.</translation>
    </message>
    <message>
      <source>Grain share</source>
      <translation>Anteil körniger</translation>
    </message>
    <message>
      <source>Share of the others that get noise and JPEG alone.</source>
      <translation>Anteil der übrigen, die nur Rauschen und JPEG bekommen.</translation>
    </message>
    <message>
      <source>Max stops</source>
      <translation>Blenden höchstens</translation>
    </message>
    <message>
      <source>Stops that a darkened picture loses at most.</source>
      <translation>Blenden, die ein abgedunkeltes Bild höchstens verliert.</translation>
    </message>
    <message>
      <source>Max gamma</source>
      <translation>Gamma höchstens</translation>
    </message>
    <message>
      <source>Steepest tone curve of a darkened picture.</source>
      <translation>Steilste Tonwertkurve eines abgedunkelten Bildes.</translation>
    </message>
    <message>
      <source>Cast</source>
      <translation>Farbstich</translation>
    </message>
    <message>
      <source>How far the colours of a dark picture are off.</source>
      <translation>Wie weit die Farben eines dunklen Bildes abweichen.</translation>
    </message>
    <message>
      <source>Curved cast</source>
      <translation>Gekrümmter Farbstich</translation>
    </message>
    <message>
      <source>Whether the tone curve of a dark picture strengthens its colour cast.</source>
      <translation>Ob die Tonwertkurve eines dunklen Bildes seinen Farbstich verstärkt.</translation>
    </message>
    <message>
      <source>Tint</source>
      <translation>Tönung</translation>
    </message>
    <message>
      <source>How far the tone curves of its channels are apart.</source>
      <translation>Wie weit die Tonwertkurven seiner Kanäle auseinanderliegen.</translation>
    </message>
    <message>
      <source>Balance</source>
      <translation>Ausgleich</translation>
    </message>
    <message>
      <source>How far targets of dark pictures go to one brightness.</source>
      <translation>Wie weit die Ziele dunkler Bilder auf eine Helligkeit gebracht werden.</translation>
    </message>
    <message>
      <source>Balanced luma</source>
      <translation>Ausgeglichene Helligkeit</translation>
    </message>
    <message>
      <source>That brightness, as mean luma.</source>
      <translation>Diese Helligkeit, als Mittelwert.</translation>
    </message>
    <message>
      <source>Neutrality</source>
      <translation>Neutralität</translation>
    </message>
    <message>
      <source>How far the mean colour of such targets goes to grey.</source>
      <translation>Wie weit die mittlere Farbe solcher Ziele zu Grau hin geht.</translation>
    </message>
    <message>
      <source>Lit place share</source>
      <translation>Anteil mit Lichtfleck</translation>
    </message>
    <message>
      <source>Share of the dark pictures with one lit place.</source>
      <translation>Anteil der dunklen Bilder mit einer beleuchteten Stelle.</translation>
    </message>
    <message>
      <source>Muted share</source>
      <translation>Anteil blasser</translation>
    </message>
    <message>
      <source>Share of the pictures whose colours are muted.</source>
      <translation>Anteil der Bilder mit gedämpften Farben.</translation>
    </message>
    <message>
      <source>Made up share</source>
      <translation>Anteil erdachter</translation>
    </message>
    <message>
      <source>Share of the pictures that are a plain wall or fog.</source>
      <translation>Anteil der Bilder, die eine leere Wand oder Nebel zeigen.</translation>
    </message>
    <message>
      <source>Exposure share</source>
      <translation>Anteil belichteter</translation>
    </message>
    <message>
      <source>Share of the pictures asked for at another exposure.</source>
      <translation>Anteil der Bilder, die mit anderer Belichtung verlangt werden.</translation>
    </message>
    <message>
      <source>Exposure range</source>
      <translation>Belichtungsumfang</translation>
    </message>
    <message>
      <source>Largest change of exposure asked for, in stops.</source>
      <translation>Größte verlangte Änderung der Belichtung, in Blenden.</translation>
    </message>
    <message>
      <source>Learning rate</source>
      <translation>Lernrate</translation>
    </message>
    <message>
      <source>Step length of Adam.</source>
      <translation>Schrittweite von Adam.</translation>
    </message>
    <message>
      <source>Warm up</source>
      <translation>Aufwärmen</translation>
    </message>
    <message>
      <source>Steps over which the learning rate rises from 0.</source>
      <translation>Schritte, in denen die Lernrate von 0 ansteigt.</translation>
    </message>
    <message>
      <source>Final rate</source>
      <translation>Endrate</translation>
    </message>
    <message>
      <source>Share of the learning rate at the end of its cosine.</source>
      <translation>Anteil der Lernrate am Ende ihres Kosinus.</translation>
    </message>
    <message>
      <source>Weight decay</source>
      <translation>Gewichtsabnahme</translation>
    </message>
    <message>
      <source>Pull of the weights towards 0.</source>
      <translation>Zug der Gewichte zur 0 hin.</translation>
    </message>
    <message>
      <source>Gradient clip</source>
      <translation>Gradientengrenze</translation>
    </message>
    <message>
      <source>Longest gradient, as a norm over all weights.</source>
      <translation>Längster Gradient, als Norm über alle Gewichte.</translation>
    </message>
    <message>
      <source>Averaging</source>
      <translation>Mittelung</translation>
    </message>
    <message>
      <source>What the running average of the weights keeps a step.</source>
      <translation>Was das laufende Mittel der Gewichte je Schritt behält.</translation>
    </message>
    <message>
      <source>Validation share</source>
      <translation>Prüfanteil</translation>
    </message>
    <message>
      <source>Share of the photos kept out to choose by.</source>
      <translation>Anteil der Fotos, die zum Auswählen zurückgehalten werden.</translation>
    </message>
    <message>
      <source>Validation interval</source>
      <translation>Prüfabstand</translation>
    </message>
    <message>
      <source>Steps between two looks at the photos kept out.</source>
      <translation>Schritte zwischen zwei Blicken auf die zurückgehaltenen Fotos.</translation>
    </message>
    <message>
      <source>Validation runs</source>
      <translation>Prüfreihen</translation>
    </message>
    <message>
      <source>Neighbours in name that are kept out together; 0 keeps out single photos.</source>
      <translation>Im Namen benachbarte Fotos, die gemeinsam zurückgehalten werden; 0 hält einzelne zurück.</translation>
    </message>
    <message>
      <source>Checkpoint interval</source>
      <translation>Abstand der Zwischenstände</translation>
    </message>
    <message>
      <source>Steps between two checkpoints.</source>
      <translation>Schritte zwischen zwei Zwischenständen.</translation>
    </message>
    <message>
      <source>Sheet interval</source>
      <translation>Abstand der Probenblätter</translation>
    </message>
    <message>
      <source>Steps between two sample sheets.</source>
      <translation>Schritte zwischen zwei Probenblättern.</translation>
    </message>
  </context>
  <context>
    <name>TrainingForm</name>
    <message>
      <source>A folder of JPEG, PNG or WebP pictures</source>
      <translation>Ein Ordner mit Bildern in JPEG, PNG oder WebP</translation>
    </message>
    <message>
      <source>Choose…</source>
      <translation>Wählen…</translation>
    </message>
    <message>
      <source>Record {n} s</source>
      <translation>{n} s aufnehmen</translation>
    </message>
    <message>
      <source>More</source>
      <translation>Mehr</translation>
    </message>
    <message>
      <source>No pictures are chosen.</source>
      <translation>Es sind keine Bilder gewählt.</translation>
    </message>
    <message>
      <source>Choose their folder, or record some.</source>
      <translation>Wählen Sie ihren Ordner, oder nehmen Sie welche auf.</translation>
    </message>
    <message>
      <source>The weights need a name.</source>
      <translation>Die Gewichte brauchen einen Namen.</translation>
    </message>
    <message>
      <source>A word will do, such as “mine”.</source>
      <translation>Ein Wort genügt, etwa „meine“.</translation>
    </message>
    <message>
      <source>There are weights named {name} already.</source>
      <translation>Gewichte mit dem Namen {name} gibt es schon.</translation>
    </message>
    <message>
      <source>Choose another name.</source>
      <translation>Wählen Sie einen anderen Namen.</translation>
    </message>
    <message>
      <source>Folder of pictures</source>
      <translation>Ordner mit Bildern</translation>
    </message>
    <message>
      <source>Learn from</source>
      <translation>Lernen aus</translation>
    </message>
    <message>
      <source>Pictures</source>
      <translation>Bilder</translation>
    </message>
    <message>
      <source>Name</source>
      <translation>Name</translation>
    </message>
    <message>
      <source>Other photos</source>
      <translation>Andere Fotos</translation>
    </message>
    <message>
      <source>Which kind of pictures there are.</source>
      <translation>Was für Bilder es gibt.</translation>
    </message>
    <message>
      <source>Their folder, searched with its subfolders.</source>
      <translation>Ihr Ordner, mit allen Unterordnern.</translation>
    </message>
    <message>
      <source>Choose the folder of pictures</source>
      <translation>Den Ordner mit Bildern wählen</translation>
    </message>
    <message>
      <source>Record pictures from the camera</source>
      <translation>Bilder von der Kamera aufnehmen</translation>
    </message>
    <message>
      <source>For {n} seconds.</source>
      <translation>{n} Sekunden lang.</translation>
    </message>
    <message>
      <source>Of the weights that come of it.</source>
      <translation>Der Gewichte, die dabei herauskommen.</translation>
    </message>
    <message>
      <source>A folder that a part of each batch comes from, or nothing.</source>
      <translation>Ein Ordner, aus dem ein Teil jedes Stapels kommt, oder nichts.</translation>
    </message>
    <message>
      <source>More settings</source>
      <translation>Weitere Einstellungen</translation>
    </message>
    <message>
      <source>Everything else that a training is made of.</source>
      <translation>Alles andere, was ein Training ausmacht.</translation>
    </message>
  </context>
  <context>
    <name>TrainingPurpose</name>
    <message>
      <source>My camera, with the light on</source>
      <translation>Meine Kamera, bei Licht</translation>
    </message>
    <message>
      <source>Adapts the shipped network to your camera and your rooms. Give well-lit pictures of it, or record half a minute with the light on: they are darkened here, and show what the result should be. Takes minutes. The result is kept only if it does better.</source>
      <translation>Passt das mitgelieferte Netz an Ihre Kamera und Ihre Räume an. Geben Sie ihm helle Bilder davon, oder nehmen Sie eine halbe Minute bei Licht auf: Sie werden hier abgedunkelt und zeigen, was herauskommen soll. Dauert Minuten. Das Ergebnis wird nur behalten, wenn es besser ist.</translation>
    </message>
    <message>
      <source>Dark photos, without examples</source>
      <translation>Dunkle Fotos, ohne Vorbilder</translation>
    </message>
    <message>
      <source>Goes on from the shipped network with photos that are really dark. Nothing says what they should look like: it learns what any well-exposed picture looks like. Judge the result by the samples.</source>
      <translation>Lernt vom mitgelieferten Netz aus mit wirklich dunklen Fotos weiter. Nichts sagt, wie sie aussehen sollen: Es lernt, wie ein gut belichtetes Bild überhaupt aussieht. Beurteilen Sie das Ergebnis an den Proben.</translation>
    </message>
    <message>
      <source>Many well-lit photos, from scratch</source>
      <translation>Viele helle Fotos, von Grund auf</translation>
    </message>
    <message>
      <source>Trains a new network on hundreds of well-lit photos, darkened here as a camera would. Takes an hour or more without a graphics card.</source>
      <translation>Trainiert ein neues Netz mit Hunderten heller Fotos, die hier so abgedunkelt werden, wie eine Kamera es täte. Dauert ohne Grafikkarte eine Stunde oder länger.</translation>
    </message>
    <message>
      <source>Pairs of dark and well-lit photos</source>
      <translation>Paare aus dunklen und hellen Fotos</translation>
    </message>
    <message>
      <source>Goes on from the shipped network with real pairs, in the folders “low” and “high” under the same names.</source>
      <translation>Trainiert das mitgelieferte Netz mit echten Paaren weiter, in den Ordnern „low“ und „high“ unter denselben Namen.</translation>
    </message>
  </context>
  <context>
    <name>TrainingView</name>
    <message>
      <source>Progress of the training</source>
      <translation>Fortschritt des Trainings</translation>
    </message>
    <message>
      <source>Pause</source>
      <translation>Pause</translation>
    </message>
    <message>
      <source>Ends after this step and frees the GPU; goes on later.</source>
      <translation>Endet nach diesem Schritt und gibt die GPU frei; geht später weiter.</translation>
    </message>
    <message>
      <source>Go on</source>
      <translation>Weiter</translation>
    </message>
    <message>
      <source>Goes on from the last checkpoint.</source>
      <translation>Geht beim letzten Zwischenstand weiter.</translation>
    </message>
    <message>
      <source>Copy details</source>
      <translation>Einzelheiten kopieren</translation>
    </message>
    <message>
      <source>All there is to know of the error.</source>
      <translation>Alles, was über den Fehler bekannt ist.</translation>
    </message>
    <message>
      <source>Stop and keep the best</source>
      <translation>Beenden und das Beste behalten</translation>
    </message>
    <message>
      <source>Ends it and keeps the best weights.</source>
      <translation>Beendet es und behält die besten Gewichte.</translation>
    </message>
    <message>
      <source>Stop and keep</source>
      <translation>Beenden und behalten</translation>
    </message>
    <message>
      <source>Ends it and keeps the weights as they are now.</source>
      <translation>Beendet es und behält die Gewichte, wie sie jetzt sind.</translation>
    </message>
    <message>
      <source>step {step} of {steps}</source>
      <translation>Schritt {step} von {steps}</translation>
    </message>
    <message>
      <source>Getting ready: reading the pictures …</source>
      <translation>Wird vorbereitet: Die Bilder werden gelesen …</translation>
    </message>
    <message>
      <source>Training: {place}</source>
      <translation>Training: {place}</translation>
    </message>
    <message>
      <source>pictures left out: {n}</source>
      <translation>ausgelassene Bilder: {n}</translation>
    </message>
    <message>
      <source>Ending: {place} …</source>
      <translation>Wird beendet: {place} …</translation>
    </message>
    <message>
      <source>Paused at {place}; CPU and GPU are free.</source>
      <translation>Angehalten bei {place}; CPU und GPU sind frei.</translation>
    </message>
    <message>
      <source>Done: {out}</source>
      <translation>Fertig: {out}</translation>
    </message>
    <message>
      <source>The result is no better than what it began with, so nothing was written.</source>
      <translation>Das Ergebnis ist nicht besser als der Ausgangspunkt, deshalb wurde nichts geschrieben.</translation>
    </message>
    <message>
      <source>On pictures kept out: {best} dB, and {before} dB before.</source>
      <translation>Auf zurückgehaltenen Bildern: {best} dB, vorher {before} dB.</translation>
    </message>
    <message>
      <source>On pictures kept out: {best} dB.</source>
      <translation>Auf zurückgehaltenen Bildern: {best} dB.</translation>
    </message>
  </context>
  <context>
    <name>Welcome</name>
    <message>
      <source>See in the dark</source>
      <translation>Im Dunkeln sehen</translation>
    </message>
    <message>
      <source>Start a camera, or open a dark video or photo: before and after, side by side.</source>
      <translation>Starten Sie eine Kamera, oder öffnen Sie ein dunkles Video oder Foto: vorher und nachher, nebeneinander.</translation>
    </message>
    <message>
      <source>Open a video or photo…</source>
      <translation>Video oder Foto öffnen…</translation>
    </message>
    <message>
      <source>or drop a file here</source>
      <translation>oder eine Datei hierher ziehen</translation>
    </message>
    <message>
      <source>Start {name}</source>
      <translation>{name} starten</translation>
    </message>
    <message>
      <source>No camera is connected</source>
      <translation>Keine Kamera angeschlossen</translation>
    </message>
  </context>
  <context>
    <name>WindowDisplay</name>
    <message>
      <source>{name} has ended</source>
      <translation>{name} ist zu Ende</translation>
    </message>
    <message>
      <source>Open again</source>
      <translation>Erneut öffnen</translation>
    </message>
  </context>
  <context>
    <name>WindowWork</name>
    <message>
      <source>Open a video or photo</source>
      <translation>Video oder Foto öffnen</translation>
    </message>
    <message>
      <source>Videos and photos {endings};;All files (*)</source>
      <translation>Videos und Fotos {endings};;Alle Dateien (*)</translation>
    </message>
    <message>
      <source>Open a stream</source>
      <translation>Einen Stream öffnen</translation>
    </message>
    <message>
      <source>Address, such as rtsp://… or http://…:</source>
      <translation>Adresse, etwa rtsp://… oder http://…:</translation>
    </message>
    <message>
      <source>Saved as {name}</source>
      <translation>Gespeichert als {name}</translation>
    </message>
    <message>
      <source>Open folder</source>
      <translation>Ordner öffnen</translation>
    </message>
    <message>
      <source>Exports</source>
      <translation>Exporte</translation>
    </message>
    <message>
      <source>Save a bug report</source>
      <translation>Fehlerbericht speichern</translation>
    </message>
    <message>
      <source>ZIP files (*.zip)</source>
      <translation>ZIP-Dateien (*.zip)</translation>
    </message>
  </context>
  <context>
    <name>Wording</name>
    <message>
      <source>{n} s left</source>
      <translation>noch {n} s</translation>
    </message>
    <message>
      <source>{n} min left</source>
      <translation>noch {n} min</translation>
    </message>
    <message>
      <source>{h} h {n} min left</source>
      <translation>noch {h} h {n} min</translation>
    </message>
  </context>
</TS>
