<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS language="de" version="2.1">
  <context>
    <name>AboutDialog</name>
    <message>
      <source>&lt;h3&gt;lowlight-live {version}&lt;/h3&gt;&lt;p&gt;Enhances low-light video in real time: a small network looks at a thumbnail of each frame and says how to bend a brightening curve at each place.&lt;/p&gt;&lt;p&gt;Licensed under Apache-2.0; its parts have licences of their own.&lt;/p&gt;</source>
      <translation>&lt;h3&gt;lowlight-live {version}&lt;/h3&gt;&lt;p&gt;Hellt dunkle Videos in Echtzeit auf: Ein kleines Netz sieht sich ein verkleinertes Bild an und sagt, wie stark eine Helligkeitskurve an jeder Stelle gebogen wird.&lt;/p&gt;&lt;p&gt;Lizenziert unter Apache-2.0; seine Teile haben eigene Lizenzen.&lt;/p&gt;</translation>
    </message>
    <message>
      <source>About lowlight-live</source>
      <translation>Über lowlight-live</translation>
    </message>
    <message>
      <source>Copy</source>
      <translation>Kopieren</translation>
    </message>
    <message>
      <source>Licence</source>
      <translation>Lizenz</translation>
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
      <source>Versions and licences</source>
      <translation>Versionen und Lizenzen</translation>
    </message>
    <message>
      <source>model {name}</source>
      <translation>Modell {name}</translation>
    </message>
  </context>
  <context>
    <name>Actions</name>
    <message>
      <source>&amp;1:1</source>
      <translation>&amp;1:1</translation>
    </message>
    <message>
      <source>&amp;About lowlight-live</source>
      <translation>Ü&amp;ber lowlight-live</translation>
    </message>
    <message>
      <source>&amp;Brighter</source>
      <translation>&amp;Heller</translation>
    </message>
    <message>
      <source>&amp;Controls</source>
      <translation>&amp;Regler</translation>
    </message>
    <message>
      <source>&amp;Darker</source>
      <translation>&amp;Dunkler</translation>
    </message>
    <message>
      <source>&amp;Difference</source>
      <translation>&amp;Differenz</translation>
    </message>
    <message>
      <source>&amp;Enhance</source>
      <translation>&amp;Verbessern</translation>
    </message>
    <message>
      <source>&amp;Enhanced</source>
      <translation>&amp;Verbessert</translation>
    </message>
    <message>
      <source>&amp;Export…</source>
      <translation>&amp;Exportieren…</translation>
    </message>
    <message>
      <source>&amp;File</source>
      <translation>&amp;Datei</translation>
    </message>
    <message>
      <source>&amp;Fit</source>
      <translation>Ein&amp;passen</translation>
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
      <source>&amp;Labels</source>
      <translation>&amp;Beschriftung</translation>
    </message>
    <message>
      <source>&amp;Open a video or photo…</source>
      <translation>Video oder Foto ö&amp;ffnen…</translation>
    </message>
    <message>
      <source>&amp;Play or pause</source>
      <translation>&amp;Abspielen oder anhalten</translation>
    </message>
    <message>
      <source>&amp;Playback</source>
      <translation>&amp;Wiedergabe</translation>
    </message>
    <message>
      <source>&amp;Quit</source>
      <translation>&amp;Beenden</translation>
    </message>
    <message>
      <source>&amp;Record</source>
      <translation>Aufneh&amp;men</translation>
    </message>
    <message>
      <source>&amp;Reset all settings</source>
      <translation>&amp;Alle Einstellungen zurücksetzen</translation>
    </message>
    <message>
      <source>&amp;Save a bug report…</source>
      <translation>&amp;Fehlerbericht speichern…</translation>
    </message>
    <message>
      <source>&amp;Side by side</source>
      <translation>&amp;Nebeneinander</translation>
    </message>
    <message>
      <source>&amp;Snapshot</source>
      <translation>&amp;Schnappschuss</translation>
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
      <source>&amp;View</source>
      <translation>&amp;Ansicht</translation>
    </message>
    <message>
      <source>&amp;Virtual camera</source>
      <translation>&amp;Virtuelle Kamera</translation>
    </message>
    <message>
      <source>&amp;Weight file…</source>
      <translation>&amp;Gewichtsdatei…</translation>
    </message>
    <message>
      <source>&amp;Wipe</source>
      <translation>&amp;Trennlinie</translation>
    </message>
    <message>
      <source>5 seconds b&amp;ack</source>
      <translation>5 Sekunden z&amp;urück</translation>
    </message>
    <message>
      <source>5 seconds o&amp;n</source>
      <translation>5 Sekunden vo&amp;r</translation>
    </message>
    <message>
      <source>Always on &amp;top</source>
      <translation>&amp;Immer im Vordergrund</translation>
    </message>
    <message>
      <source>Close &amp;the source</source>
      <translation>Quelle s&amp;chließen</translation>
    </message>
    <message>
      <source>E&amp;xports</source>
      <translation>E&amp;xporte</translation>
    </message>
    <message>
      <source>Fi&amp;gures</source>
      <translation>&amp;Messwerte</translation>
    </message>
    <message>
      <source>Full scree&amp;n</source>
      <translation>Vollbi&amp;ld</translation>
    </message>
    <message>
      <source>One frame &amp;back</source>
      <translation>Ein Bild &amp;zurück</translation>
    </message>
    <message>
      <source>One frame &amp;on</source>
      <translation>Ein Bild &amp;vor</translation>
    </message>
    <message>
      <source>Open a stream's &amp;address…</source>
      <translation>&amp;Adresse eines Streams öffnen…</translation>
    </message>
    <message>
      <source>Open the folder of the &amp;log</source>
      <translation>&amp;Ordner des Protokolls öffnen</translation>
    </message>
    <message>
      <source>Play a&amp;gain and again</source>
      <translation>&amp;Endlos wiederholen</translation>
    </message>
    <message>
      <source>Record side &amp;by side</source>
      <translation>&amp;Nebeneinander aufnehmen</translation>
    </message>
    <message>
      <source>Show the &amp;original (or hold O)</source>
      <translation>&amp;Original zeigen (oder O halten)</translation>
    </message>
    <message>
      <source>To the &amp;start</source>
      <translation>Zum An&amp;fang</translation>
    </message>
    <message>
      <source>Zoom &amp;in</source>
      <translation>Ver&amp;größern</translation>
    </message>
    <message>
      <source>Zoom o&amp;ut</source>
      <translation>Ver&amp;kleinern</translation>
    </message>
  </context>
  <context>
    <name>Bridge</name>
    <message>
      <source>Choose a camera first; its pictures are recorded for the training.</source>
      <translation>Wählen Sie zuerst eine Kamera; ihre Bilder werden für das Training aufgenommen.</translation>
    </message>
    <message>
      <source>Choose another model or device.</source>
      <translation>Wählen Sie ein anderes Modell oder Gerät.</translation>
    </message>
    <message>
      <source>Loading the model…</source>
      <translation>Das Modell wird geladen…</translation>
    </message>
    <message>
      <source>No camera is open.</source>
      <translation>Keine Kamera ist geöffnet.</translation>
    </message>
    <message>
      <source>Opening…</source>
      <translation>Wird geöffnet…</translation>
    </message>
    <message>
      <source>Until then {model} enhances.</source>
      <translation>Bis dahin verbessert {model}.</translation>
    </message>
    <message>
      <source>{model} could not be loaded for {device}.</source>
      <translation>{model} konnte nicht für {device} geladen werden.</translation>
    </message>
    <message>
      <source>{name} has ended.</source>
      <translation>{name} ist zu Ende.</translation>
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
    <name>CodecBox</name>
    <message>
      <source>AV1 (smallest, slow)</source>
      <translation>AV1 (am kleinsten, langsam)</translation>
    </message>
    <message>
      <source>Codec</source>
      <translation>Codec</translation>
    </message>
    <message>
      <source>H.264 (plays everywhere)</source>
      <translation>H.264 (läuft überall)</translation>
    </message>
    <message>
      <source>H.265 (smaller files)</source>
      <translation>H.265 (kleinere Dateien)</translation>
    </message>
    <message>
      <source>The video encoder: {name}</source>
      <translation>Der Video-Encoder: {name}</translation>
    </message>
    <message>
      <source>{codec} by the graphics card where it can (fast)</source>
      <translation>{codec} von der Grafikkarte, wo sie es kann (schnell)</translation>
    </message>
    <message>
      <source>{codec} by {maker} only ({encoder})</source>
      <translation>{codec} nur von {maker} ({encoder})</translation>
    </message>
  </context>
  <context>
    <name>Controls</name>
    <message>
      <source>Give every setting its default back.</source>
      <translation>Jeder Einstellung ihren Vorgabewert zurückgeben.</translation>
    </message>
    <message>
      <source>Reset all</source>
      <translation>Alles zurücksetzen</translation>
    </message>
  </context>
  <context>
    <name>EnhancePanel</name>
    <message>
      <source>Preset</source>
      <translation>Voreinstellung</translation>
    </message>
    <message>
      <source>Runs on the graphics card.</source>
      <translation>Läuft auf der Grafikkarte.</translation>
    </message>
    <message>
      <source>Runs on this computer's processor, with onnxruntime.</source>
      <translation>Läuft auf dem Prozessor dieses Computers, mit onnxruntime.</translation>
    </message>
    <message>
      <source>Runs on this computer's processor.</source>
      <translation>Läuft auf dem Prozessor dieses Computers.</translation>
    </message>
    <message>
      <source>Runs on {device} in {precision}: {reason}.</source>
      <translation>Läuft auf {device} in {precision}: {reason}.</translation>
    </message>
    <message>
      <source>Runs on {device}.</source>
      <translation>Läuft auf {device}.</translation>
    </message>
    <message>
      <source>Runs on {device}: {reason}.</source>
      <translation>Läuft auf {device}: {reason}.</translation>
    </message>
    <message>
      <source>What enhances</source>
      <translation>Was verbessert</translation>
    </message>
  </context>
  <context>
    <name>Errors</name>
    <message>
      <source>"{what}" fits {number:g} cameras.</source>
      <translation>„{what}“ passt auf {number:g} Kameras.</translation>
    </message>
    <message>
      <source>A camera, a disk or a driver hangs; unplug it, or end the program.</source>
      <translation>Eine Kamera, eine Platte oder ein Treiber hängt; ziehen Sie den Stecker, oder beenden Sie das Programm.</translation>
    </message>
    <message>
      <source>A crop of {crop} pixels does not fit into {lines} lines.</source>
      <translation>Ein Ausschnitt von {crop} Pixeln passt nicht in {lines} Zeilen.</translation>
    </message>
    <message>
      <source>A folder of pictures gives a folder: choose one for the result (-o).</source>
      <translation>Aus einem Ordner mit Bildern wird ein Ordner: Wählen Sie einen für das Ergebnis (-o).</translation>
    </message>
    <message>
      <source>A picture cannot be written to {target}.</source>
      <translation>Nach {target} kann kein Bild geschrieben werden.</translation>
    </message>
    <message>
      <source>A preset cannot be named {name!r}.</source>
      <translation>Eine Voreinstellung kann nicht {name!r} heißen.</translation>
    </message>
    <message>
      <source>A virtual camera</source>
      <translation>Eine virtuelle Kamera</translation>
    </message>
    <message>
      <source>A virtual camera cannot be used: {*reason}</source>
      <translation>Eine virtuelle Kamera ist unbrauchbar: {*reason}</translation>
    </message>
    <message>
      <source>A window needs PyQt6, which is not installed.</source>
      <translation>Ein Fenster braucht PyQt6, das nicht installiert ist.</translation>
    </message>
    <message>
      <source>An export in the queue's file cannot be read ({*error}).</source>
      <translation>Ein Export in der Datei der Liste kann nicht gelesen werden ({*error}).</translation>
    </message>
    <message>
      <source>Ask for more steps.</source>
      <translation>Verlangen Sie mehr Schritte.</translation>
    </message>
    <message>
      <source>Attached file stream {index}</source>
      <translation>Angehängte Datei {index}</translation>
    </message>
    <message>
      <source>Both pictures of a pair must show the same place, pixel for pixel.</source>
      <translation>Beide Bilder eines Paares müssen dieselbe Stelle zeigen, Pixel für Pixel.</translation>
    </message>
    <message>
      <source>Broken pipe</source>
      <translation>Verbindung unterbrochen</translation>
    </message>
    <message>
      <source>CUDA device {device_name}</source>
      <translation>CUDA-Gerät {device_name}</translation>
    </message>
    <message>
      <source>Camera {what} did not open. {*list}</source>
      <translation>Die Kamera {what} ließ sich nicht öffnen. {*list}</translation>
    </message>
    <message>
      <source>Cameras found: {list}.</source>
      <translation>Gefundene Kameras: {list}.</translation>
    </message>
    <message>
      <source>Cameras found: {list}. Name a camera by its number or part of its name, or give an address such as http://… or rtsp://….</source>
      <translation>Gefundene Kameras: {list}. Nennen Sie eine Kamera mit ihrer Nummer oder einem Teil ihres Namens, oder geben Sie eine Adresse wie http://… oder rtsp://….</translation>
    </message>
    <message>
      <source>Cannot allocate memory</source>
      <translation>Zu wenig Speicher</translation>
    </message>
    <message>
      <source>Check its permissions.</source>
      <translation>Prüfen Sie seine Rechte.</translation>
    </message>
    <message>
      <source>Check the address, and that the camera is on.</source>
      <translation>Prüfen Sie die Adresse, und ob die Kamera eingeschaltet ist.</translation>
    </message>
    <message>
      <source>Check the address.</source>
      <translation>Prüfen Sie die Adresse.</translation>
    </message>
    <message>
      <source>Check the disk or the network that the file is on.</source>
      <translation>Prüfen Sie die Platte oder das Netzwerk, wo die Datei liegt.</translation>
    </message>
    <message>
      <source>Check the disk, or choose another folder, format (.mkv) or codec.</source>
      <translation>Prüfen Sie die Platte, oder wählen Sie einen anderen Ordner, ein anderes Format (.mkv) oder einen anderen Codec.</translation>
    </message>
    <message>
      <source>Check the permissions of the file.</source>
      <translation>Prüfen Sie die Rechte der Datei.</translation>
    </message>
    <message>
      <source>Check the spelling and the folder.</source>
      <translation>Prüfen Sie die Schreibweise und den Ordner.</translation>
    </message>
    <message>
      <source>Check whether the source plays.</source>
      <translation>Prüfen Sie, ob die Quelle abgespielt wird.</translation>
    </message>
    <message>
      <source>Choose a .preset.json file that was exported here.</source>
      <translation>Wählen Sie eine Datei .preset.json, die hier exportiert wurde.</translation>
    </message>
    <message>
      <source>Choose a camera that gives colours in 8 bits.</source>
      <translation>Wählen Sie eine Kamera, die Farben in 8 Bit liefert.</translation>
    </message>
    <message>
      <source>Choose a file in it.</source>
      <translation>Wählen Sie eine Datei darin.</translation>
    </message>
    <message>
      <source>Choose a file with a video.</source>
      <translation>Wählen Sie eine Datei mit einem Video.</translation>
    </message>
    <message>
      <source>Choose a name that ends in one of {list}.</source>
      <translation>Wählen Sie einen Namen mit einer dieser Endungen: {list}.</translation>
    </message>
    <message>
      <source>Choose a short name.</source>
      <translation>Wählen Sie einen kurzen Namen.</translation>
    </message>
    <message>
      <source>Choose a shorter name.</source>
      <translation>Wählen Sie einen kürzeren Namen.</translation>
    </message>
    <message>
      <source>Choose a value from {low:g} to {high:g}.</source>
      <translation>Wählen Sie einen Wert von {low:g} bis {high:g}.</translation>
    </message>
    <message>
      <source>Choose a value from {minimum:g} to {maximum}.</source>
      <translation>Wählen Sie einen Wert von {minimum:g} bis {maximum}.</translation>
    </message>
    <message>
      <source>Choose a value of at least {low:g}.</source>
      <translation>Wählen Sie einen Wert von mindestens {low:g}.</translation>
    </message>
    <message>
      <source>Choose a video file.</source>
      <translation>Wählen Sie eine Videodatei.</translation>
    </message>
    <message>
      <source>Choose another file.</source>
      <translation>Wählen Sie eine andere Datei.</translation>
    </message>
    <message>
      <source>Choose another folder or name.</source>
      <translation>Wählen Sie einen anderen Ordner oder Namen.</translation>
    </message>
    <message>
      <source>Choose another folder.</source>
      <translation>Wählen Sie einen anderen Ordner.</translation>
    </message>
    <message>
      <source>Choose another format, such as .png.</source>
      <translation>Wählen Sie ein anderes Format, zum Beispiel .png.</translation>
    </message>
    <message>
      <source>Choose another name for one of them.</source>
      <translation>Wählen Sie für eines davon einen anderen Namen.</translation>
    </message>
    <message>
      <source>Choose another name for the result.</source>
      <translation>Wählen Sie für das Ergebnis einen anderen Namen.</translation>
    </message>
    <message>
      <source>Choose another name, or allow replacing it (--overwrite).</source>
      <translation>Wählen Sie einen anderen Namen, oder erlauben Sie das Ersetzen (--overwrite).</translation>
    </message>
    <message>
      <source>Choose another name, or remove that one.</source>
      <translation>Wählen Sie einen anderen Namen, oder entfernen Sie jene.</translation>
    </message>
    <message>
      <source>Choose another place with --out.</source>
      <translation>Wählen Sie einen anderen Ort (--out).</translation>
    </message>
    <message>
      <source>Choose auto, cpu, onnx, cuda or cuda:N.</source>
      <translation>Wählen Sie auto, cpu, onnx, cuda oder cuda:N.</translation>
    </message>
    <message>
      <source>Choose one of the list.</source>
      <translation>Wählen Sie eine aus der Liste.</translation>
    </message>
    <message>
      <source>Choose one of {list}.</source>
      <translation>Wählen Sie eines von {list}.</translation>
    </message>
    <message>
      <source>Choose the real camera as the source; `lowlight-live doctor --cameras` lists them.</source>
      <translation>Wählen Sie die echte Kamera als Quelle; `lowlight-live doctor --cameras` zählt sie auf.</translation>
    </message>
    <message>
      <source>Choose {list} or {names}.</source>
      <translation>Wählen Sie {list} oder {names}.</translation>
    </message>
    <message>
      <source>Close other programs that use it, or choose the CPU (--device cpu).</source>
      <translation>Schließen Sie andere Programme, die es benutzen, oder wählen Sie die CPU (--device cpu).</translation>
    </message>
    <message>
      <source>Close other programs that use it, or plug it in again.</source>
      <translation>Schließen Sie andere Programme, die sie benutzen, oder stecken Sie sie neu an.</translation>
    </message>
    <message>
      <source>Close other programs that use it, or plug it in again. Cameras found: {list}.</source>
      <translation>Schließen Sie andere Programme, die sie benutzen, oder stecken Sie sie neu an. Gefundene Kameras: {list}.</translation>
    </message>
    <message>
      <source>Close other programs that use it, or plug it in again. No camera was found.</source>
      <translation>Schließen Sie andere Programme, die sie benutzen, oder stecken Sie sie neu an. Es wurde keine Kamera gefunden.</translation>
    </message>
    <message>
      <source>Close other programs that use the camera, or plug it in again.</source>
      <translation>Schließen Sie andere Programme, die die Kamera benutzen, oder stecken Sie sie neu an.</translation>
    </message>
    <message>
      <source>Connection refused</source>
      <translation>Verbindung abgelehnt</translation>
    </message>
    <message>
      <source>Connection reset by peer</source>
      <translation>Verbindung von der Gegenseite beendet</translation>
    </message>
    <message>
      <source>Connection timed out</source>
      <translation>Keine Antwort in der Zeit</translation>
    </message>
    <message>
      <source>Convert it to standard dynamic range first, for example with HandBrake or FFmpeg's tonemap filter.</source>
      <translation>Wandeln Sie es erst in den üblichen Dynamikumfang (SDR) um, zum Beispiel mit HandBrake oder dem Filter tonemap von FFmpeg.</translation>
    </message>
    <message>
      <source>Convert it with FFmpeg or HandBrake to H.264 first.</source>
      <translation>Wandeln Sie es erst mit FFmpeg oder HandBrake in H.264 um.</translation>
    </message>
    <message>
      <source>Convert the video to BT.709 first, for example with HandBrake.</source>
      <translation>Wandeln Sie das Video erst nach BT.709 um, zum Beispiel mit HandBrake.</translation>
    </message>
    <message>
      <source>Copy the video into a file first.</source>
      <translation>Kopieren Sie das Video erst in eine Datei.</translation>
    </message>
    <message>
      <source>Damaged places in {name} are skipped.</source>
      <translation>Beschädigte Stellen in {name} werden übersprungen.</translation>
    </message>
    <message>
      <source>Decoder not found</source>
      <translation>Decoder nicht gefunden</translation>
    </message>
    <message>
      <source>Delete that file and begin again.</source>
      <translation>Löschen Sie diese Datei, und beginnen Sie noch einmal.</translation>
    </message>
    <message>
      <source>Device or resource busy</source>
      <translation>Gerät schon in Gebrauch</translation>
    </message>
    <message>
      <source>Disk quota exceeded</source>
      <translation>Zugeteilter Platz überschritten</translation>
    </message>
    <message>
      <source>Encoding as a webcam does at {kbps} kbit/s failed: {*reason}.</source>
      <translation>Das Codieren wie in einer Webcam mit {kbps} kbit/s ist misslungen: {*reason}.</translation>
    </message>
    <message>
      <source>End of file</source>
      <translation>Ende der Datei</translation>
    </message>
    <message>
      <source>Every picture in low needs one of the same name in high.</source>
      <translation>Jedes Bild in low braucht eines mit demselben Namen in high.</translation>
    </message>
    <message>
      <source>FFmpeg opens no cameras on {platform}.</source>
      <translation>FFmpeg öffnet auf {platform} keine Kameras.</translation>
    </message>
    <message>
      <source>File exists</source>
      <translation>Datei schon da</translation>
    </message>
    <message>
      <source>File name too long</source>
      <translation>Dateiname zu lang</translation>
    </message>
    <message>
      <source>File too large</source>
      <translation>Datei zu groß</translation>
    </message>
    <message>
      <source>Free some space there, or look whether you may write there; then go on from the last checkpoint.</source>
      <translation>Machen Sie dort Platz, oder sehen Sie nach, ob Sie dort schreiben dürfen; setzen Sie dann beim letzten Zwischenstand fort.</translation>
    </message>
    <message>
      <source>Generic error in an external library</source>
      <translation>Fehler in einer fremden Bibliothek</translation>
    </message>
    <message>
      <source>Give --overwrite to replace it, or another --out.</source>
      <translation>Mit --overwrite wird es ersetzt; oder geben Sie einen anderen Namen (--out).</translation>
    </message>
    <message>
      <source>Give --resume to go on with it, or --overwrite to start anew.</source>
      <translation>Mit --resume geht er weiter, mit --overwrite beginnt ein neuer.</translation>
    </message>
    <message>
      <source>Give a folder of well-lit photos.</source>
      <translation>Geben Sie einen Ordner mit hellen Fotos.</translation>
    </message>
    <message>
      <source>Give a folder of {list} files, {smallest} x {smallest2} pixels or more, well lit (mean luma {darkest:g} or more).</source>
      <translation>Geben Sie einen Ordner mit Dateien {list}, mindestens {smallest} x {smallest2} Pixel, gut beleuchtet (mittlere Helligkeit mindestens {darkest:g}).</translation>
    </message>
    <message>
      <source>Give a folder of {list} files, {smallest} x {smallest2} pixels or more.</source>
      <translation>Geben Sie einen Ordner mit Dateien {list}, mindestens {smallest} x {smallest2} Pixel.</translation>
    </message>
    <message>
      <source>Give a name that `lowlight-live models` lists, a .safetensors file of ours or a Zero-DCE .pth file.</source>
      <translation>Wählen Sie ein Modell der Liste, eine .safetensors-Datei von uns oder eine .pth-Datei von Zero-DCE.</translation>
    </message>
    <message>
      <source>Give more photos.</source>
      <translation>Geben Sie mehr Fotos.</translation>
    </message>
    <message>
      <source>Give pictures of {smallest} x {smallest2} pixels or more.</source>
      <translation>Geben Sie Bilder von mindestens {smallest} x {smallest2} Pixeln.</translation>
    </message>
    <message>
      <source>Give the address of a stream.</source>
      <translation>Geben Sie die Adresse eines Streams an.</translation>
    </message>
    <message>
      <source>Give the same folder, or start a new run.</source>
      <translation>Geben Sie denselben Ordner, oder beginnen Sie einen neuen Lauf.</translation>
    </message>
    <message>
      <source>Give well-lit ones (mean luma {darkest:g} or more), or learn from these as they are: “Dark photos, without examples” in the window, --recipe zero-reference on the command line.</source>
      <translation>Geben Sie gut belichtete (mittlere Helligkeit mindestens {darkest:g}), oder lernen Sie von diesen, wie sie sind: im Fenster mit „Dunkle Fotos, ohne Vorbilder“, auf der Befehlszeile mit --recipe zero-reference.</translation>
    </message>
    <message>
      <source>Host is down</source>
      <translation>Rechner ist ausgeschaltet</translation>
    </message>
    <message>
      <source>If a video player opens it, convert it with FFmpeg or HandBrake first.</source>
      <translation>Wenn ein Videoprogramm sie öffnet, wandeln Sie sie erst mit FFmpeg oder HandBrake um.</translation>
    </message>
    <message>
      <source>If it is interrupted, no later run can go on with {target}: the record of this one cannot be written ({*reason}).</source>
      <translation>Wird er unterbrochen, kann kein späterer Lauf {target} fortsetzen: Die Aufzeichnungen dieses Laufs können nicht geschrieben werden ({*reason}).</translation>
    </message>
    <message>
      <source>Immediate exit requested</source>
      <translation>Abgebrochen</translation>
    </message>
    <message>
      <source>Inappropriate ioctl for device</source>
      <translation>Nicht für dieses Gerät</translation>
    </message>
    <message>
      <source>Input/output error</source>
      <translation>Fehler beim Lesen oder Schreiben</translation>
    </message>
    <message>
      <source>Install OBS (obsproject.com), start it, press Start Virtual Camera once, and close it again.</source>
      <translation>Installieren Sie OBS (obsproject.com), starten Sie es, drücken Sie einmal auf „Virtuelle Kamera starten“, und schließen Sie es wieder.</translation>
    </message>
    <message>
      <source>Install OBS (obsproject.com), which brings a virtual camera; close OBS while you use it here.</source>
      <translation>Installieren Sie OBS (obsproject.com), das eine virtuelle Kamera mitbringt; schließen Sie OBS, während Sie sie hier benutzen.</translation>
    </message>
    <message>
      <source>Install a newer lowlight-live.</source>
      <translation>Installieren Sie ein neueres lowlight-live.</translation>
    </message>
    <message>
      <source>Install lowlight-live again.</source>
      <translation>Installieren Sie lowlight-live neu.</translation>
    </message>
    <message>
      <source>Install lowlight-live again; to use weights of your own, give them another place.</source>
      <translation>Installieren Sie lowlight-live neu; eigene Gewichte legen Sie an einen anderen Ort.</translation>
    </message>
    <message>
      <source>Invalid argument</source>
      <translation>Ungültige Angabe</translation>
    </message>
    <message>
      <source>Invalid data found when processing input</source>
      <translation>Ungültige Daten</translation>
    </message>
    <message>
      <source>Is a directory</source>
      <translation>Ist ein Ordner</translation>
    </message>
    <message>
      <source>It belongs to another version.</source>
      <translation>Sie gehört zu einer anderen Version.</translation>
    </message>
    <message>
      <source>It holds no picture.</source>
      <translation>Es ist kein Bild darin.</translation>
    </message>
    <message>
      <source>It may be damaged, empty or of another kind than its name says.</source>
      <translation>Vielleicht ist es beschädigt, leer oder von anderer Art, als der Name sagt.</translation>
    </message>
    <message>
      <source>It must be a number.</source>
      <translation>Es muss eine Zahl sein.</translation>
    </message>
    <message>
      <source>It takes {name}.</source>
      <translation>Sie nimmt {name}.</translation>
    </message>
    <message>
      <source>It was removed, or another program has taken it.</source>
      <translation>Sie wurde entfernt, oder ein anderes Programm hat sie übernommen.</translation>
    </message>
    <message>
      <source>Its layers may be newer than the exporter of the installed torch: try another version of it.</source>
      <translation>Vielleicht sind seine Schichten neuer als der Exporter des installierten torch: Versuchen Sie eine andere Version davon.</translation>
    </message>
    <message>
      <source>Leave the preset out, or choose one that it knows: ultrafast to veryslow for x264 and x265, 0 to 13 for SVT-AV1, p1 to p7 for NVENC.</source>
      <translation>Lassen Sie das Preset weg, oder wählen Sie eines, das er kennt: ultrafast bis veryslow für x264 und x265, 0 bis 13 für SVT-AV1, p1 bis p7 für NVENC.</translation>
    </message>
    <message>
      <source>Let your terminal use the camera (System Settings, Privacy &amp; Security), and close other programs.</source>
      <translation>Erlauben Sie die Kamera in den Systemeinstellungen (Datenschutz &amp; Sicherheit), und schließen Sie andere Programme.</translation>
    </message>
    <message>
      <source>Look at the photos of that step ({list}), or lower the learning rate.</source>
      <translation>Sehen Sie sich die Fotos dieses Schrittes an ({list}), oder senken Sie die Lernrate.</translation>
    </message>
    <message>
      <source>Make the crop smaller or the lines more.</source>
      <translation>Machen Sie den Ausschnitt kleiner, oder nehmen Sie mehr Zeilen.</translation>
    </message>
    <message>
      <source>Metadata that {suffix} does not keep (.mkv keeps them): {list}.</source>
      <translation>Angaben, die {suffix} nicht behält (.mkv behält sie): {list}.</translation>
    </message>
    <message>
      <source>Metadata that {suffix} does not keep: {list}.</source>
      <translation>Angaben, die {suffix} nicht behält: {list}.</translation>
    </message>
    <message>
      <source>Name one of them. Cameras found: {list}.</source>
      <translation>Nennen Sie eine davon. Gefundene Kameras: {list}.</translation>
    </message>
    <message>
      <source>Name one of them. No camera was found.</source>
      <translation>Nennen Sie eine davon. Es wurde keine Kamera gefunden.</translation>
    </message>
    <message>
      <source>Network is unreachable</source>
      <translation>Netzwerk nicht erreichbar</translation>
    </message>
    <message>
      <source>No camera was found.</source>
      <translation>Es wurde keine Kamera gefunden.</translation>
    </message>
    <message>
      <source>No camera was found. Name a camera by its number or part of its name, or give an address such as http://… or rtsp://….</source>
      <translation>Es wurde keine Kamera gefunden. Nennen Sie eine Kamera mit ihrer Nummer oder einem Teil ihres Namens, oder geben Sie eine Adresse wie http://… oder rtsp://….</translation>
    </message>
    <message>
      <source>No decoder for the video in {path}.</source>
      <translation>Für das Video in {path} gibt es keinen Decoder.</translation>
    </message>
    <message>
      <source>No frame of {path} could be decoded.</source>
      <translation>Kein Bild von {path} konnte decodiert werden.</translation>
    </message>
    <message>
      <source>No photo in {folder} is bright enough to be an example of a well-lit one ({number:g} looked at).</source>
      <translation>Kein Foto in {folder} ist hell genug, um als Vorbild für ein gut belichtetes zu dienen ({number:g} angesehen).</translation>
    </message>
    <message>
      <source>No picture came within {open_within_s:g} s.</source>
      <translation>Innerhalb von {open_within_s:g} s kam kein Bild.</translation>
    </message>
    <message>
      <source>No route to host</source>
      <translation>Kein Weg zum Rechner</translation>
    </message>
    <message>
      <source>No space left on device</source>
      <translation>Kein Platz mehr auf der Platte</translation>
    </message>
    <message>
      <source>No such device</source>
      <translation>Gerät nicht gefunden</translation>
    </message>
    <message>
      <source>No such device or address</source>
      <translation>Gerät oder Adresse nicht gefunden</translation>
    </message>
    <message>
      <source>No such file or directory</source>
      <translation>Datei oder Ordner nicht gefunden</translation>
    </message>
    <message>
      <source>No window can be opened: {*reason}</source>
      <translation>Es kann kein Fenster geöffnet werden: {*reason}</translation>
    </message>
    <message>
      <source>None of the pictures can be read.</source>
      <translation>Keines der Bilder kann gelesen werden.</translation>
    </message>
    <message>
      <source>None of the pictures is not a picture that can be read.</source>
      <translation>Keines der Bilder ist ein Bild, das gelesen werden kann.</translation>
    </message>
    <message>
      <source>Not a directory</source>
      <translation>Ist kein Ordner</translation>
    </message>
    <message>
      <source>Nothing was written. Try other versions of torch, onnxscript and onnxruntime.</source>
      <translation>Es wurde nichts geschrieben. Versuchen Sie andere Versionen von torch, onnxscript und onnxruntime.</translation>
    </message>
    <message>
      <source>On onnxruntime the network runs in float32, not in {precision}.</source>
      <translation>Mit onnxruntime rechnet das Netz in float32, nicht in {precision}.</translation>
    </message>
    <message>
      <source>OpenCV opens cameras only, not addresses.</source>
      <translation>OpenCV öffnet nur Kameras, keine Adressen.</translation>
    </message>
    <message>
      <source>Operation not permitted</source>
      <translation>Nicht erlaubt</translation>
    </message>
    <message>
      <source>Pairs lie in low and high, or in our485/low and our485/high.</source>
      <translation>Paare liegen in low und high, oder in our485/low und our485/high.</translation>
    </message>
    <message>
      <source>Permission denied</source>
      <translation>Keine Berechtigung</translation>
    </message>
    <message>
      <source>Pictures are files that end in {kinds}; folders in it are not looked into.</source>
      <translation>Bilder sind Dateien mit der Endung {kinds}; in Unterordner wird nicht gesehen.</translation>
    </message>
    <message>
      <source>Play it at its own pace with --realtime, or enhance it as a file: lowlight-live enhance.</source>
      <translation>Spielen Sie sie mit --realtime in ihrem eigenen Takt ab, oder verbessern Sie sie als Datei: lowlight-live enhance.</translation>
    </message>
    <message>
      <source>Protocol not found</source>
      <translation>Protokoll unbekannt</translation>
    </message>
    <message>
      <source>Read-only file system</source>
      <translation>Nur zum Lesen</translation>
    </message>
    <message>
      <source>Remove it and start a new run.</source>
      <translation>Entfernen Sie ihn, und beginnen Sie einen neuen Lauf.</translation>
    </message>
    <message>
      <source>Repair it with untrunc and an intact file of the same camera, or copy it again.</source>
      <translation>Reparieren Sie sie mit untrunc und einer heilen Datei derselben Kamera, oder kopieren Sie sie noch einmal.</translation>
    </message>
    <message>
      <source>Resume with the same value, or start a new run.</source>
      <translation>Machen Sie mit demselben Wert weiter, oder beginnen Sie einen neuen Lauf.</translation>
    </message>
    <message>
      <source>Say into which folder it is to go (-o).</source>
      <translation>Sagen Sie, in welchen Ordner es soll (-o).</translation>
    </message>
    <message>
      <source>Server returned 401 Unauthorized (authorization failed)</source>
      <translation>Vom Server nicht erlaubt, Name oder Passwort stimmt nicht (401)</translation>
    </message>
    <message>
      <source>Server returned 403 Forbidden (access denied)</source>
      <translation>Vom Server nicht erlaubt (403)</translation>
    </message>
    <message>
      <source>Server returned 404 Not Found</source>
      <translation>Auf dem Server nicht gefunden (404)</translation>
    </message>
    <message>
      <source>Server returned 5XX Server Error reply</source>
      <translation>Fehler des Servers (5XX)</translation>
    </message>
    <message>
      <source>Set one up: install v4l2loopback-dkms, then `sudo modprobe v4l2loopback exclusive_caps=1 card_label=lowlight-live`.</source>
      <translation>Richten Sie eine ein: Installieren Sie v4l2loopback-dkms, dann `sudo modprobe v4l2loopback exclusive_caps=1 card_label=lowlight-live`.</translation>
    </message>
    <message>
      <source>Shipped: {list}; or give a file.</source>
      <translation>Mitgeliefert: {list}; oder geben Sie eine Datei an.</translation>
    </message>
    <message>
      <source>Something unexpected happened: {*error}</source>
      <translation>Es ist etwas Unerwartetes geschehen: {*error}</translation>
    </message>
    <message>
      <source>Sound and subtitles can be copied no further. {*error}</source>
      <translation>Ton und Untertitel können nicht weiter kopiert werden. {*error}</translation>
    </message>
    <message>
      <source>Sound and subtitles cannot be copied. {*error}</source>
      <translation>Ton und Untertitel können nicht kopiert werden. {*error}</translation>
    </message>
    <message>
      <source>Sound stream {index}</source>
      <translation>Tonspur {index}</translation>
    </message>
    <message>
      <source>Start as many of them again, or start a new run.</source>
      <translation>Starten Sie wieder so viele, oder beginnen Sie einen neuen Lauf.</translation>
    </message>
    <message>
      <source>Start the run without --resume; checkpoints come as it runs.</source>
      <translation>Beginnen Sie den Lauf ohne --resume; Zwischenstände entstehen, während er läuft.</translation>
    </message>
    <message>
      <source>Subtitle stream {index}</source>
      <translation>Untertitelspur {index}</translation>
    </message>
    <message>
      <source>The CPU</source>
      <translation>Die CPU</translation>
    </message>
    <message>
      <source>The ONNX model does not say what the network says: {*how}.</source>
      <translation>Das ONNX-Modell sagt nicht dasselbe wie das Netz: {*how}.</translation>
    </message>
    <message>
      <source>The camera does not answer.</source>
      <translation>Die Kamera antwortet nicht.</translation>
    </message>
    <message>
      <source>The camera gives no new picture.</source>
      <translation>Die Kamera liefert kein neues Bild.</translation>
    </message>
    <message>
      <source>The camera repeats its last picture.</source>
      <translation>Die Kamera wiederholt ihr letztes Bild.</translation>
    </message>
    <message>
      <source>The camera's auto-exposure could not be set ({*reason}).</source>
      <translation>Die Belichtungsautomatik der Kamera konnte nicht eingestellt werden ({*reason}).</translation>
    </message>
    <message>
      <source>The camera's driver does not let go of it.</source>
      <translation>Der Treiber der Kamera lässt sie nicht los.</translation>
    </message>
    <message>
      <source>The content of {path} is not what was shipped.</source>
      <translation>Der Inhalt von {path} ist nicht der mitgelieferte.</translation>
    </message>
    <message>
      <source>The device {*failed} failed: {*error}</source>
      <translation>Das Gerät {*failed} hat versagt: {*error}</translation>
    </message>
    <message>
      <source>The device {device} failed: {*error}</source>
      <translation>Das Gerät {device} hat versagt: {*error}</translation>
    </message>
    <message>
      <source>The device {wanted} is not there; CUDA devices found: {found}.</source>
      <translation>Das Gerät {wanted} ist nicht da; gefundene CUDA-Geräte: {found}.</translation>
    </message>
    <message>
      <source>The disk of {path} is full: free some space, or choose another folder.</source>
      <translation>Die Platte von {path} ist voll: Machen Sie Platz, oder wählen Sie einen anderen Ordner.</translation>
    </message>
    <message>
      <source>The disk of {path} takes no file this large: choose another folder.</source>
      <translation>Die Platte von {path} nimmt keine so große Datei: Wählen Sie einen anderen Ordner.</translation>
    </message>
    <message>
      <source>The display did not answer within {timeout_s:g} s.</source>
      <translation>Der Bildschirm hat nicht innerhalb von {timeout_s:g} s geantwortet.</translation>
    </message>
    <message>
      <source>The encoder {name} does not work on this machine ({*reason}).</source>
      <translation>Der Encoder {name} geht auf diesem Rechner nicht ({*reason}).</translation>
    </message>
    <message>
      <source>The encoder {name} knows no preset {preset}.</source>
      <translation>Der Encoder {name} kennt kein Preset {preset}.</translation>
    </message>
    <message>
      <source>The file is damaged; copy it again if you can.</source>
      <translation>Die Datei ist beschädigt; kopieren Sie sie noch einmal, wenn Sie können.</translation>
    </message>
    <message>
      <source>The film is in {part}.</source>
      <translation>Der Film ist in {part}.</translation>
    </message>
    <message>
      <source>The first one is 0.</source>
      <translation>Die erste ist 0.</translation>
    </message>
    <message>
      <source>The folder {folder} cannot be read ({*reason}).</source>
      <translation>Der Ordner {folder} kann nicht gelesen werden ({*reason}).</translation>
    </message>
    <message>
      <source>The folder {folder} holds no pictures.</source>
      <translation>Der Ordner {folder} enthält keine Bilder.</translation>
    </message>
    <message>
      <source>The folder {target} cannot be made ({*reason}).</source>
      <translation>Der Ordner {target} kann nicht angelegt werden ({*reason}).</translation>
    </message>
    <message>
      <source>The frames of {part} are not those of {info}.</source>
      <translation>Die Bilder von {part} sind nicht die von {info}.</translation>
    </message>
    <message>
      <source>The index of {path} is not of the layout that was expected and stays as FFmpeg wrote it: players may leave out the last frames.</source>
      <translation>Das Inhaltsverzeichnis von {path} ist nicht so aufgebaut wie erwartet und bleibt, wie FFmpeg es schrieb: Videoprogramme lassen vielleicht die letzten Bilder aus.</translation>
    </message>
    <message>
      <source>The last {number:g} % of {path} are missing: the file is cut off.</source>
      <translation>Die letzten {number:g} % von {path} fehlen: Die Datei ist abgeschnitten.</translation>
    </message>
    <message>
      <source>The list of models {manifest} is missing.</source>
      <translation>Die Liste der Modelle {manifest} fehlt.</translation>
    </message>
    <message>
      <source>The loss {loss} has no use for {name}.</source>
      <translation>Die Verlustfunktion {loss} kann mit {name} nichts anfangen.</translation>
    </message>
    <message>
      <source>The notes (EXIF) of {original} could not be kept ({*error}).</source>
      <translation>Die Angaben (EXIF) von {original} konnten nicht behalten werden ({*error}).</translation>
    </message>
    <message>
      <source>The odd size of {width} x {height} became {width2} x {height2}: the last row or column is repeated.</source>
      <translation>Aus der ungeraden Größe {width} x {height} wurde {width2} x {height2}: Die letzte Zeile oder Spalte ist verdoppelt.</translation>
    </message>
    <message>
      <source>The pair {name} differs in size: {shape} x {shape2} and {shape3} x {shape4}.</source>
      <translation>Die Bilder des Paares {name} sind verschieden groß: {shape} x {shape2} und {shape3} x {shape4}.</translation>
    </message>
    <message>
      <source>The pair {name} is left out: {shape:g} x {shape2:g} pixels is too small.</source>
      <translation>Das Paar {name} wird ausgelassen: {shape:g} x {shape2:g} Pixel sind zu klein.</translation>
    </message>
    <message>
      <source>The photos in {data} are not those that {checkpoint} was trained with.</source>
      <translation>Die Fotos in {data} sind nicht die, mit denen {checkpoint} trainiert wurde.</translation>
    </message>
    <message>
      <source>The picture is tagged to be turned by no multiple of 90 degrees; it was not turned.</source>
      <translation>Das Bild soll um kein Vielfaches von 90 Grad gedreht werden; es wurde nicht gedreht.</translation>
    </message>
    <message>
      <source>The picture of {name} changes its size; all frames are scaled to {width} x {height}, the size of the first.</source>
      <translation>Das Bild von {name} ändert seine Größe; alle Bilder werden auf {width} x {height} gebracht, die Größe des ersten.</translation>
    </message>
    <message>
      <source>The recording or the copying of this file has failed.</source>
      <translation>Das Aufnehmen oder Kopieren dieser Datei ist misslungen.</translation>
    </message>
    <message>
      <source>The source changed its size; {path} keeps that of the start.</source>
      <translation>Die Quelle hat ihre Größe geändert; {path} behält die vom Anfang.</translation>
    </message>
    <message>
      <source>The video is in high dynamic range, HLG, which is not supported.</source>
      <translation>Das Video ist in HDR, HLG; das wird nicht unterstützt.</translation>
    </message>
    <message>
      <source>The video is in high dynamic range, PQ (HDR10, Dolby Vision), which is not supported.</source>
      <translation>Das Video ist in HDR, PQ (HDR10, Dolby Vision); das wird nicht unterstützt.</translation>
    </message>
    <message>
      <source>The video's colour matrix (H.273 code {colorspace}) is not supported.</source>
      <translation>Die Farbmatrix des Videos (Code {colorspace} nach H.273) wird nicht unterstützt.</translation>
    </message>
    <message>
      <source>The virtual camera {device} takes no more pictures ({*error}).</source>
      <translation>Die virtuelle Kamera {device} nimmt keine Bilder mehr an ({*error}).</translation>
    </message>
    <message>
      <source>The virtual camera {name} cannot be used: {*reason}</source>
      <translation>Die virtuelle Kamera {name} ist unbrauchbar: {*reason}</translation>
    </message>
    <message>
      <source>The weight file {path} is missing.</source>
      <translation>Die Gewichtsdatei {path} fehlt.</translation>
    </message>
    <message>
      <source>The {architecture} network cannot be turned into an ONNX model ({*reason}).</source>
      <translation>Aus dem Netz {architecture} kann kein ONNX-Modell gemacht werden ({*reason}).</translation>
    </message>
    <message>
      <source>The {name} became {value} at step {step}.</source>
      <translation>Bei Schritt {step} wurde {name} zu {value}.</translation>
    </message>
    <message>
      <source>There is a preset {new!r} already.</source>
      <translation>Es gibt schon eine Voreinstellung {new!r}.</translation>
    </message>
    <message>
      <source>There is no CUDA device.</source>
      <translation>Es gibt kein CUDA-Gerät.</translation>
    </message>
    <message>
      <source>There is no camera (nothing given).</source>
      <translation>Es ist keine Kamera angegeben.</translation>
    </message>
    <message>
      <source>There is no camera or file (nothing given).</source>
      <translation>Es ist weder eine Kamera noch eine Datei angegeben.</translation>
    </message>
    <message>
      <source>There is no camera or file {what}.</source>
      <translation>Es gibt keine Kamera oder Datei {what}.</translation>
    </message>
    <message>
      <source>There is no camera {what}.</source>
      <translation>Es gibt keine Kamera {what}.</translation>
    </message>
    <message>
      <source>There is no checkpoint {checkpoint}.</source>
      <translation>Es gibt keinen Zwischenstand {checkpoint}.</translation>
    </message>
    <message>
      <source>There is no device {wanted!r}.</source>
      <translation>Es gibt kein Gerät {wanted!r}.</translation>
    </message>
    <message>
      <source>There is no file {source}.</source>
      <translation>Es gibt keine Datei {source}.</translation>
    </message>
    <message>
      <source>There is no folder {folder}.</source>
      <translation>Es gibt keinen Ordner {folder}.</translation>
    </message>
    <message>
      <source>There is no model {model!r}.</source>
      <translation>Es gibt kein Modell {model!r}.</translation>
    </message>
    <message>
      <source>There is no place for a result beside {place}.</source>
      <translation>Neben {place} ist kein Platz für ein Ergebnis.</translation>
    </message>
    <message>
      <source>There is no preset {name!r}.</source>
      <translation>Es gibt keine Voreinstellung {name!r}.</translation>
    </message>
    <message>
      <source>There is no recipe {recipe!r}.</source>
      <translation>Es gibt kein Rezept {recipe!r}.</translation>
    </message>
    <message>
      <source>There is no weight file {path}.</source>
      <translation>Es gibt keine Gewichtsdatei {path}.</translation>
    </message>
    <message>
      <source>There is no {what} {value!r}.</source>
      <translation>Es gibt hier nicht: {what} {value!r}.</translation>
    </message>
    <message>
      <source>These do: {list}.</source>
      <translation>Diese gehen: {list}.</translation>
    </message>
    <message>
      <source>This camera has no switch for what its auto-exposure gives up; it stays as it is.</source>
      <translation>Diese Kamera hat keinen Schalter dafür, worauf ihre Belichtungsautomatik verzichtet; es bleibt, wie es ist.</translation>
    </message>
    <message>
      <source>This system does not say which cameras there are.</source>
      <translation>Dieses System sagt nicht, welche Kameras es gibt.</translation>
    </message>
    <message>
      <source>This system does not say which cameras there are; the first one is 0.</source>
      <translation>Dieses System sagt nicht, welche Kameras es gibt; die erste ist 0.</translation>
    </message>
    <message>
      <source>This system does not say which cameras there are; the first one is 0. Name a camera by its number or part of its name, or give an address such as http://… or rtsp://….</source>
      <translation>Dieses System sagt nicht, welche Kameras es gibt; die erste ist 0. Nennen Sie eine Kamera mit ihrer Nummer oder einem Teil ihres Namens, oder geben Sie eine Adresse wie http://… oder rtsp://….</translation>
    </message>
    <message>
      <source>This system gives no way to set what the camera's auto-exposure gives up; it stays as it is.</source>
      <translation>Auf diesem System lässt sich nicht einstellen, worauf die Belichtungsautomatik der Kamera verzichtet; es bleibt, wie es ist.</translation>
    </message>
    <message>
      <source>To begin with them, train that network; asked for is {architecture}.</source>
      <translation>Um mit ihnen zu beginnen, trainieren Sie jenes Netz; gewünscht ist {architecture}.</translation>
    </message>
    <message>
      <source>Too many open files</source>
      <translation>Zu viele offene Dateien</translation>
    </message>
    <message>
      <source>Train with --device cpu, or look at `lowlight-live doctor`.</source>
      <translation>Trainieren Sie auf der CPU (--device cpu), oder sehen Sie bei `lowlight-live doctor` nach.</translation>
    </message>
    <message>
      <source>Triton kernels</source>
      <translation>Triton-Kernel</translation>
    </message>
    <message>
      <source>Try another film.</source>
      <translation>Versuchen Sie einen anderen Film.</translation>
    </message>
    <message>
      <source>Try another rate.</source>
      <translation>Versuchen Sie eine andere Rate.</translation>
    </message>
    <message>
      <source>Try another size.</source>
      <translation>Versuchen Sie eine andere Größe.</translation>
    </message>
    <message>
      <source>Two results cannot both be {target}.</source>
      <translation>Zwei Ergebnisse können nicht beide {target} sein.</translation>
    </message>
    <message>
      <source>Unknown error occurred</source>
      <translation>Unbekannter Fehler</translation>
    </message>
    <message>
      <source>Use --device cpu or cuda.</source>
      <translation>Nehmen Sie die CPU oder CUDA (--device cpu oder cuda).</translation>
    </message>
    <message>
      <source>Use --device cpu, or see what `lowlight-live doctor` says about CUDA.</source>
      <translation>Nehmen Sie die CPU (--device cpu), oder sehen Sie nach, was `lowlight-live doctor` über CUDA sagt.</translation>
    </message>
    <message>
      <source>Use --device cpu.</source>
      <translation>Nehmen Sie die CPU (--device cpu).</translation>
    </message>
    <message>
      <source>Use one of {list}.</source>
      <translation>Nehmen Sie eines von {list}.</translation>
    </message>
    <message>
      <source>Use the backend auto or pyav.</source>
      <translation>Nehmen Sie das Backend auto oder pyav.</translation>
    </message>
    <message>
      <source>Video stream {index}</source>
      <translation>Videospur {index}</translation>
    </message>
    <message>
      <source>Wait for its end, or give this training another name.</source>
      <translation>Warten Sie, bis das zu Ende ist, oder geben Sie diesem Training einen anderen Namen.</translation>
    </message>
    <message>
      <source>Weights are written in that format: name it {out}.</source>
      <translation>Gewichte werden in diesem Format geschrieben: Nennen Sie die Datei {out}.</translation>
    </message>
    <message>
      <source>Which cameras there are cannot be read ({*reason}).</source>
      <translation>Es kann nicht gelesen werden, welche Kameras es gibt ({*reason}).</translation>
    </message>
    <message>
      <source>Without a screen use `lowlight-live live` or `enhance`; `lowlight-live doctor` says what a window needs.</source>
      <translation>Ohne Bildschirm nehmen Sie `lowlight-live live` oder `enhance`; `lowlight-live doctor` sagt, was ein Fenster braucht.</translation>
    </message>
    <message>
      <source>Writing {path} failed ({*reason}).</source>
      <translation>Das Schreiben von {path} ist misslungen ({*reason}).</translation>
    </message>
    <message>
      <source>You may not look into its folder: choose another, or have its permissions changed.</source>
      <translation>Sie dürfen nicht in den Ordner sehen: Wählen Sie einen anderen, oder lassen Sie seine Rechte ändern.</translation>
    </message>
    <message>
      <source>You may not write into {path}: choose another folder.</source>
      <translation>Sie dürfen nicht nach {path} schreiben: Wählen Sie einen anderen Ordner.</translation>
    </message>
    <message>
      <source>as asked for</source>
      <translation>wie gewünscht</translation>
    </message>
    <message>
      <source>by a run whose record cannot be read</source>
      <translation>in einem Lauf, dessen Aufzeichnungen nicht lesbar sind</translation>
    </message>
    <message>
      <source>by another version of the program</source>
      <translation>von einer anderen Version des Programms</translation>
    </message>
    <message>
      <source>half precision is the fast one on this device</source>
      <translation>halbe Genauigkeit ist auf diesem Gerät die schnelle</translation>
    </message>
    <message>
      <source>it does not answer</source>
      <translation>sie antwortet nicht</translation>
    </message>
    <message>
      <source>it does not say what it offers ({*reason})</source>
      <translation>sie sagt nicht, was sie bietet ({*reason})</translation>
    </message>
    <message>
      <source>it fails on {width} x {height} pixels ({*error})</source>
      <translation>es versagt bei {width} x {height} Pixeln ({*error})</translation>
    </message>
    <message>
      <source>it gave no data</source>
      <translation>er lieferte keine Daten</translation>
    </message>
    <message>
      <source>it gives {shape} for {shape2} on {width} x {height} pixels</source>
      <translation>es ergibt {shape} statt {shape2} bei {width} x {height} Pixeln</translation>
    </message>
    <message>
      <source>it may not be opened; on most systems the group video may</source>
      <translation>sie darf nicht geöffnet werden; auf den meisten Systemen darf es die Gruppe video</translation>
    </message>
    <message>
      <source>its maps are off by {difference:g} on {width} x {height} pixels</source>
      <translation>seine Karten weichen um {difference:g} ab bei {width} x {height} Pixeln</translation>
    </message>
    <message>
      <source>its name is not known</source>
      <translation>sein Name ist unbekannt</translation>
    </message>
    <message>
      <source>no CUDA device was found</source>
      <translation>kein CUDA-Gerät gefunden</translation>
    </message>
    <message>
      <source>no answer in time</source>
      <translation>keine Antwort in der Zeit</translation>
    </message>
    <message>
      <source>not in this FFmpeg</source>
      <translation>nicht in diesem FFmpeg</translation>
    </message>
    <message>
      <source>of a source that has changed since</source>
      <translation>aus einer Quelle, die sich seither geändert hat</translation>
    </message>
    <message>
      <source>onnxruntime was asked for</source>
      <translation>onnxruntime war gewünscht</translation>
    </message>
    <message>
      <source>onnxruntime {version} computes in float32 here</source>
      <translation>onnxruntime {version} rechnet hier in float32</translation>
    </message>
    <message>
      <source>plain torch</source>
      <translation>einfaches torch</translation>
    </message>
    <message>
      <source>replayed as CUDA graphs</source>
      <translation>als CUDA-Graphen abgespielt</translation>
    </message>
    <message>
      <source>the CPU</source>
      <translation>die CPU</translation>
    </message>
    <message>
      <source>the CPU was asked for</source>
      <translation>die CPU war gewünscht</translation>
    </message>
    <message>
      <source>this system does not tell its modes without opening it</source>
      <translation>dieses System nennt ihre Modi nicht, ohne sie zu öffnen</translation>
    </message>
    <message>
      <source>with another model or another way of enhancing</source>
      <translation>mit einem anderen Modell oder auf andere Weise</translation>
    </message>
    <message>
      <source>with other options for the output</source>
      <translation>mit anderen Angaben zum Ergebnis</translation>
    </message>
    <message>
      <source>with other settings</source>
      <translation>mit anderen Einstellungen</translation>
    </message>
    <message>
      <source>without CUDA graphs: {*why_not}</source>
      <translation>ohne CUDA-Graphen: {*why_not}</translation>
    </message>
    <message>
      <source>{*failed} ran out of memory</source>
      <translation>{*failed} hatte zu wenig Speicher</translation>
    </message>
    <message>
      <source>{*failed} ran out of memory: {*rung} took over.</source>
      <translation>{*failed} hatte zu wenig Speicher: Jetzt arbeitet {*rung}.</translation>
    </message>
    <message>
      <source>{*failed} was lost</source>
      <translation>{*failed} ging verloren</translation>
    </message>
    <message>
      <source>{*failed} was lost: {*rung} took over.</source>
      <translation>{*failed} ging verloren: Jetzt arbeitet {*rung}.</translation>
    </message>
    <message>
      <source>{*faster} took {number:g} ms in a probe, {*slower} {number2:g} ms</source>
      <translation>in einer Probe brauchte {*faster} {number:g} ms, {*slower} {number2:g} ms</translation>
    </message>
    <message>
      <source>{*hint_for} The film is in {part}.</source>
      <translation>{*hint_for} Der Film ist in {part}.</translation>
    </message>
    <message>
      <source>{*hint_for} What was written is in {part}.</source>
      <translation>{*hint_for} Was geschrieben wurde, ist in {part}.</translation>
    </message>
    <message>
      <source>{*plain}, since other kernels failed: {*error}</source>
      <translation>{*plain}, weil andere Kernel versagten: {*error}</translation>
    </message>
    <message>
      <source>{*plain}, since {*fast} gave something else, by {apart} codes</source>
      <translation>{*plain}, weil {*fast} etwas anderes ergab, um {apart} Stufen</translation>
    </message>
    <message>
      <source>{*source} was left out: Matroska holds covers as JPEG or PNG only.</source>
      <translation>{*source} wurde weggelassen: Matroska fasst Titelbilder nur als JPEG oder PNG.</translation>
    </message>
    <message>
      <source>{*source} was left out: it cannot be decoded ({*reason}).</source>
      <translation>{*source} wurde weggelassen: Sie kann nicht decodiert werden ({*reason}).</translation>
    </message>
    <message>
      <source>{*source} was left out: one video is enhanced, and it is another.</source>
      <translation>{*source} wurde weggelassen: Verbessert wird ein Video, und das ist ein anderes.</translation>
    </message>
    <message>
      <source>{*source} was left out: the output's format cannot hold it.</source>
      <translation>{*source} wurde weggelassen: Das Format des Ergebnisses kann sie nicht fassen.</translation>
    </message>
    <message>
      <source>{*source} was left out: the output's format cannot hold it. Choose .mkv as output to keep it.</source>
      <translation>{*source} wurde weggelassen: Das Format des Ergebnisses kann sie nicht fassen. Mit .mkv als Endung bleibt sie erhalten.</translation>
    </message>
    <message>
      <source>{*wanted_by} needs {package}, which is not installed.</source>
      <translation>{*wanted_by} braucht {package}, das nicht installiert ist.</translation>
    </message>
    <message>
      <source>{camera} is unplugged.</source>
      <translation>{camera} ist nicht angeschlossen.</translation>
    </message>
    <message>
      <source>{checkpoint} holds an earlier run.</source>
      <translation>{checkpoint} enthält einen früheren Lauf.</translation>
    </message>
    <message>
      <source>{checkpoint} is already at step {step}, past the {steps} asked for.</source>
      <translation>{checkpoint} ist schon bei Schritt {step}, verlangt sind nur {steps}.</translation>
    </message>
    <message>
      <source>{checkpoint} was trained by {before} processes together, not by {processes}.</source>
      <translation>{checkpoint} wurde von {before} Prozessen gemeinsam trainiert, nicht von {processes}.</translation>
    </message>
    <message>
      <source>{container} can no longer be read ({*reason}).</source>
      <translation>{container} kann nicht mehr gelesen werden ({*reason}).</translation>
    </message>
    <message>
      <source>{damaged} damaged packets of sound or subtitles were left out.</source>
      <translation>{damaged} beschädigte Pakete von Ton oder Untertiteln wurden weggelassen.</translation>
    </message>
    <message>
      <source>{damaged} damaged places in {name} were skipped.</source>
      <translation>{damaged} beschädigte Stellen in {name} wurden übersprungen.</translation>
    </message>
    <message>
      <source>{data} holds one photo, too few to keep some out for validation.</source>
      <translation>{data} enthält ein Foto; das ist zu wenig, um welche zum Prüfen zurückzuhalten.</translation>
    </message>
    <message>
      <source>{device} cannot be both the camera and the virtual camera.</source>
      <translation>{device} kann nicht zugleich die Kamera und die virtuelle Kamera sein.</translation>
    </message>
    <message>
      <source>{device} with a thumbnail of {fewer} lines</source>
      <translation>{device} mit einem verkleinerten Bild von {fewer} Zeilen</translation>
    </message>
    <message>
      <source>{folder} holds no photo to train on ({number:g} files looked at).</source>
      <translation>{folder} enthält kein Foto, mit dem trainiert werden kann ({number:g} Dateien angesehen).</translation>
    </message>
    <message>
      <source>{forms} took {number:g} ms in a probe, {told}</source>
      <translation>in einer Probe brauchte {forms} {number:g} ms, {told}</translation>
    </message>
    <message>
      <source>{lost} of the {announced} frames that {name} announces are missing: the file is cut off or damaged.</source>
      <translation>{lost} der {announced} Bilder, die {name} ankündigt, fehlen: Die Datei ist abgeschnitten oder beschädigt.</translation>
    </message>
    <message>
      <source>{name} cannot be decoded.</source>
      <translation>{name} kann nicht decodiert werden.</translation>
    </message>
    <message>
      <source>{name} could not be set up ({*reason}).</source>
      <translation>{name} konnte nicht eingerichtet werden ({*reason}).</translation>
    </message>
    <message>
      <source>{name} did not open ({*reason}).</source>
      <translation>{name} ließ sich nicht öffnen ({*reason}).</translation>
    </message>
    <message>
      <source>{name} did not open.</source>
      <translation>{name} ließ sich nicht öffnen.</translation>
    </message>
    <message>
      <source>{name} does not end and was left behind.</source>
      <translation>{name} endet nicht und wurde zurückgelassen.</translation>
    </message>
    <message>
      <source>{name} ended.</source>
      <translation>{name} ist zu Ende.</translation>
    </message>
    <message>
      <source>{name} failed ({*reason}).</source>
      <translation>{name} hat versagt ({*reason}).</translation>
    </message>
    <message>
      <source>{name} gave no picture.</source>
      <translation>{name} lieferte kein Bild.</translation>
    </message>
    <message>
      <source>{name} gives pictures of a kind that is not supported ({dtype}, {shape}).</source>
      <translation>{name} liefert Bilder von einer Art, die nicht unterstützt wird ({dtype}, {shape}).</translation>
    </message>
    <message>
      <source>{name} gives pictures that cannot be decoded.</source>
      <translation>{name} liefert Bilder, die nicht decodiert werden können.</translation>
    </message>
    <message>
      <source>{name} gives {mode}, not what was asked for ({wish}).</source>
      <translation>{name} liefert {mode}, nicht das Gewünschte ({wish}).</translation>
    </message>
    <message>
      <source>{name} holds no video that can be decoded.</source>
      <translation>{name} enthält kein Video, das decodiert werden kann.</translation>
    </message>
    <message>
      <source>{name} is damaged or cut off; sound and subtitles end where it does.</source>
      <translation>{name} ist beschädigt oder abgeschnitten; Ton und Untertitel enden an derselben Stelle.</translation>
    </message>
    <message>
      <source>{name} is {value!r}.</source>
      <translation>{name} ist {value!r}.</translation>
    </message>
    <message>
      <source>{name} is {value}, but {checkpoint} was trained with {then}.</source>
      <translation>{name} ist {value}, aber {checkpoint} wurde mit {then} trainiert.</translation>
    </message>
    <message>
      <source>{name} was away at the end: {*reason}</source>
      <translation>{name} war am Ende weg: {*reason}</translation>
    </message>
    <message>
      <source>{name} was lost ({*reason}).</source>
      <translation>{name} ging verloren ({*reason}).</translation>
    </message>
    <message>
      <source>{name} was lost once and came back; {away_s:g} s show a held picture.</source>
      <translation>{name} ging einmal verloren und kam zurück; {away_s:g} s zeigen ein stehendes Bild.</translation>
    </message>
    <message>
      <source>{name} was lost {lost} times and came back; {away_s:g} s show a held picture.</source>
      <translation>{name} ging {lost}-mal verloren und kam zurück; {away_s:g} s zeigen ein stehendes Bild.</translation>
    </message>
    <message>
      <source>{number:g} chapters were not kept.</source>
      <translation>{number:g} Kapitel wurden nicht behalten.</translation>
    </message>
    <message>
      <source>{out} does not end in .safetensors.</source>
      <translation>{out} endet nicht auf .safetensors.</translation>
    </message>
    <message>
      <source>{out} is already there.</source>
      <translation>{out} gibt es schon.</translation>
    </message>
    <message>
      <source>{part} cannot be read again: {*error}</source>
      <translation>{part} kann nicht wieder gelesen werden: {*error}</translation>
    </message>
    <message>
      <source>{part} has other frames than {source}: it is made anew.</source>
      <translation>{part} hat andere Bilder als {source}: Die Datei wird neu gemacht.</translation>
    </message>
    <message>
      <source>{part} holds too little that can be read: this run does not go on with it.</source>
      <translation>{part} enthält zu wenig Lesbares: Dieser Lauf setzt die Datei nicht fort.</translation>
    </message>
    <message>
      <source>{part} of an interrupted run is there: --resume goes on with it. Delete it if it is not needed.</source>
      <translation>{part} von einem unterbrochenen Lauf liegt noch da: Mit --resume geht er weiter. Löschen Sie die Datei, wenn sie nicht gebraucht wird.</translation>
    </message>
    <message>
      <source>{part} of another run is there still: delete it if it is not needed.</source>
      <translation>{part} von einem anderen Lauf liegt noch da: Löschen Sie die Datei, wenn sie nicht gebraucht wird.</translation>
    </message>
    <message>
      <source>{part} was made by another encoder: this run does not go on with it.</source>
      <translation>{part} stammt von einem anderen Encoder: Dieser Lauf setzt die Datei nicht fort.</translation>
    </message>
    <message>
      <source>{part} was made {*difference}: this run does not go on with it.</source>
      <translation>{part} entstand {*difference}: Dieser Lauf setzt die Datei nicht fort.</translation>
    </message>
    <message>
      <source>{paths} can be read.</source>
      <translation>{paths} kann gelesen werden.</translation>
    </message>
    <message>
      <source>{paths} is not a picture that can be read.</source>
      <translation>{paths} ist kein Bild, das gelesen werden kann.</translation>
    </message>
    <message>
      <source>{path} appeared in the meantime and was left alone.</source>
      <translation>{path} ist inzwischen aufgetaucht und wurde nicht angerührt.</translation>
    </message>
    <message>
      <source>{path} cannot be reached ({*reason}).</source>
      <translation>{path} ist nicht zu erreichen ({*reason}).</translation>
    </message>
    <message>
      <source>{path} cannot be read ({*reason}).</source>
      <translation>{path} kann nicht gelesen werden ({*reason}).</translation>
    </message>
    <message>
      <source>{path} cannot be used: {*error}</source>
      <translation>{path} ist unbrauchbar: {*error}</translation>
    </message>
    <message>
      <source>{path} cannot be written ({*reason}).</source>
      <translation>{path} kann nicht geschrieben werden ({*reason}).</translation>
    </message>
    <message>
      <source>{path} cannot be written ({reason}); the training goes on.</source>
      <translation>{path} kann nicht geschrieben werden ({reason}); das Training geht weiter.</translation>
    </message>
    <message>
      <source>{path} could not be completed ({*reason}).</source>
      <translation>{path} konnte nicht vollendet werden ({*reason}).</translation>
    </message>
    <message>
      <source>{path} could not be read as a picture ({*error}).</source>
      <translation>{path} konnte nicht als Bild gelesen werden ({*error}).</translation>
    </message>
    <message>
      <source>{path} could not be written ({*reason}).</source>
      <translation>{path} konnte nicht geschrieben werden ({*reason}).</translation>
    </message>
    <message>
      <source>{path} has no ending, which names no format that can be written.</source>
      <translation>{path} hat keine Endung, die ein Format nennt.</translation>
    </message>
    <message>
      <source>{path} has no index (moov box): its recording or copying was cut off.</source>
      <translation>{path} hat kein Inhaltsverzeichnis (moov): Das Aufnehmen oder Kopieren wurde abgebrochen.</translation>
    </message>
    <message>
      <source>{path} has the ending {suffix}, which names no format that can be written.</source>
      <translation>{path} hat die Endung {suffix}; sie nennt kein Format, das geschrieben werden kann.</translation>
    </message>
    <message>
      <source>{path} holds more than weights, or no weights at all; nothing in it was run.</source>
      <translation>{path} enthält mehr als Gewichte oder gar keine; nichts darin wurde ausgeführt.</translation>
    </message>
    <message>
      <source>{path} holds no named weights.</source>
      <translation>{path} enthält keine benannten Gewichte.</translation>
    </message>
    <message>
      <source>{path} holds no picture.</source>
      <translation>{path} enthält kein Bild.</translation>
    </message>
    <message>
      <source>{path} holds no video (it holds: nothing).</source>
      <translation>{path} enthält kein Video (und nichts anderes).</translation>
    </message>
    <message>
      <source>{path} holds no video (it holds: {list}).</source>
      <translation>{path} enthält kein Video (nur: {list}).</translation>
    </message>
    <message>
      <source>{path} holds {held} pictures; only the first is enhanced.</source>
      <translation>{path} enthält {held} Bilder; nur das erste wird verbessert.</translation>
    </message>
    <message>
      <source>{path} is a damaged safetensors file ({*error}).</source>
      <translation>{path} ist eine beschädigte safetensors-Datei ({*error}).</translation>
    </message>
    <message>
      <source>{path} is a file, not a camera.</source>
      <translation>{path} ist eine Datei, keine Kamera.</translation>
    </message>
    <message>
      <source>{path} is a folder, not a video file.</source>
      <translation>{path} ist ein Ordner, keine Videodatei.</translation>
    </message>
    <message>
      <source>{path} is a folder.</source>
      <translation>{path} ist ein Ordner.</translation>
    </message>
    <message>
      <source>{path} is a preset of version {content}, and only {version} is known here.</source>
      <translation>{path} ist eine Voreinstellung der Version {content}, und hier ist nur {version} bekannt.</translation>
    </message>
    <message>
      <source>{path} is a text, not a video.</source>
      <translation>{path} ist ein Text, kein Video.</translation>
    </message>
    <message>
      <source>{path} is being trained already, in another window or another process.</source>
      <translation>{path} wird schon trainiert, in einem anderen Fenster oder einem anderen Prozess.</translation>
    </message>
    <message>
      <source>{path} is empty.</source>
      <translation>{path} ist leer.</translation>
    </message>
    <message>
      <source>{path} is interlaced; the lines of both fields are treated as one picture.</source>
      <translation>{path} ist im Zeilensprung aufgenommen; beide Halbbilder werden wie ein Bild behandelt.</translation>
    </message>
    <message>
      <source>{path} is left out: it cannot be read as a picture.</source>
      <translation>{path} wird ausgelassen: Es kann nicht als Bild gelesen werden.</translation>
    </message>
    <message>
      <source>{path} is left out: {shape:g} x {shape2:g} pixels is too small.</source>
      <translation>{path} wird ausgelassen: {shape:g} x {shape2:g} Pixel sind zu klein.</translation>
    </message>
    <message>
      <source>{path} is no folder and cannot become one: choose another.</source>
      <translation>{path} ist kein Ordner und kann keiner werden: Wählen Sie einen anderen.</translation>
    </message>
    <message>
      <source>{path} is not a checkpoint that this version can go on from.</source>
      <translation>{path} ist kein Zwischenstand, bei dem diese Version weitermachen kann.</translation>
    </message>
    <message>
      <source>{path} is not a preset.</source>
      <translation>{path} ist keine Voreinstellung.</translation>
    </message>
    <message>
      <source>{path} is not a regular file.</source>
      <translation>{path} ist keine gewöhnliche Datei.</translation>
    </message>
    <message>
      <source>{path} is not a video file that can be read ({*reason}).</source>
      <translation>{path} ist keine Videodatei, die gelesen werden kann ({*reason}).</translation>
    </message>
    <message>
      <source>{path} is not a weight file.</source>
      <translation>{path} ist keine Gewichtsdatei.</translation>
    </message>
    <message>
      <source>{path} is the file that is being read.</source>
      <translation>{path} ist die Datei, die gelesen wird.</translation>
    </message>
    <message>
      <source>{path} is there already.</source>
      <translation>{path} ist schon da.</translation>
    </message>
    <message>
      <source>{path} may not be read.</source>
      <translation>{path} darf nicht gelesen werden.</translation>
    </message>
    <message>
      <source>{path} plays as it is; this is for cameras only: {list}.</source>
      <translation>{path} wird abgespielt, wie es ist; nur für Kameras gibt es: {list}.</translation>
    </message>
    <message>
      <source>{path} was not written: no frame arrived.</source>
      <translation>{path} wurde nicht geschrieben: Es kam kein Bild an.</translation>
    </message>
    <message>
      <source>{path}: its header says {said}, its keys are those of {architecture}.</source>
      <translation>{path}: Ihr Kopf sagt {said}, ihre Schlüssel sind die von {architecture}.</translation>
    </message>
    <message>
      <source>{path}: its header says {text!r} iterations.</source>
      <translation>{path}: Ihr Kopf sagt {text!r} Iterationen.</translation>
    </message>
    <message>
      <source>{path}: key 'conv7.weight' is missing or has no 3 channels a map.</source>
      <translation>{path}: Der Schlüssel 'conv7.weight' fehlt oder hat nicht 3 Kanäle je Karte.</translation>
    </message>
    <message>
      <source>{path}: key {key!r} belongs to no network known here.</source>
      <translation>{path}: Der Schlüssel {key!r} gehört zu keinem hier bekannten Netz.</translation>
    </message>
    <message>
      <source>{path}: key {key!r} does not fit {architecture}.</source>
      <translation>{path}: Der Schlüssel {key!r} passt nicht zu {architecture}.</translation>
    </message>
    <message>
      <source>{path}: key {key!r} has the shape {shape} instead of {shape2}.</source>
      <translation>{path}: Der Schlüssel {key!r} hat die Form {shape} statt {shape2}.</translation>
    </message>
    <message>
      <source>{path}: key {key!r} holds values that are not finite numbers.</source>
      <translation>{path}: Der Schlüssel {key!r} enthält Werte, die keine endlichen Zahlen sind.</translation>
    </message>
    <message>
      <source>{path}: key {key!r} is missing.</source>
      <translation>{path}: Der Schlüssel {key!r} fehlt.</translation>
    </message>
    <message>
      <source>{path}: {key!r} is not a tensor.</source>
      <translation>{path}: {key!r} ist kein Tensor.</translation>
    </message>
    <message>
      <source>{repaired} frames of {name} had a missing timestamp or one out of order; they were given the time of their turn.</source>
      <translation>Bei {repaired} Bildern von {name} fehlte der Zeitstempel oder passte nicht in die Reihe; sie bekamen die Zeit, zu der sie dran sind.</translation>
    </message>
    <message>
      <source>{retimed} packets of sound or subtitles had no later time than the one before.</source>
      <translation>{retimed} Pakete von Ton oder Untertiteln waren nicht später als das davor.</translation>
    </message>
    <message>
      <source>{root} holds no pair to train on ({number:g} pairs looked at).</source>
      <translation>{root} enthält kein Paar, mit dem trainiert werden kann ({number:g} Paare angesehen).</translation>
    </message>
    <message>
      <source>{root} holds {number:g} pictures without a partner, such as {lonely}.</source>
      <translation>{root} enthält {number:g} Bilder ohne Gegenstück, zum Beispiel {lonely}.</translation>
    </message>
    <message>
      <source>{scheme}:// is not an address of a stream.</source>
      <translation>{scheme}:// ist keine Adresse eines Streams.</translation>
    </message>
    <message>
      <source>{setting} is {value:g}.</source>
      <translation>{setting} ist {value:g}.</translation>
    </message>
    <message>
      <source>{source} cannot be transcoded ({*reason}).</source>
      <translation>{source} kann nicht umgewandelt werden ({*reason}).</translation>
    </message>
    <message>
      <source>{start} holds weights of {architecture} with {features} features.</source>
      <translation>{start} enthält Gewichte von {architecture} mit {features} Merkmalen.</translation>
    </message>
    <message>
      <source>{suffix} cannot name these languages of streams: {list}.</source>
      <translation>{suffix} kann diese Sprachen von Spuren nicht nennen: {list}.</translation>
    </message>
    <message>
      <source>{target} is a file.</source>
      <translation>{target} ist eine Datei.</translation>
    </message>
    <message>
      <source>{type} stream {index}</source>
      <translation>Spur {type} {index}</translation>
    </message>
    <message>
      <source>{wanted} was asked for</source>
      <translation>{wanted} war gewünscht</translation>
    </message>
  </context>
  <context>
    <name>Export</name>
    <message>
      <source>Cancelled.</source>
      <translation>Abgebrochen.</translation>
    </message>
    <message>
      <source>Complete.</source>
      <translation>Fertig.</translation>
    </message>
    <message>
      <source>The export of {name} ended unexpectedly.</source>
      <translation>Der Export von {name} endete unerwartet.</translation>
    </message>
    <message>
      <source>The list of exports cannot be kept ({reason}).</source>
      <translation>Die Liste der Exporte kann nicht gespeichert werden ({reason}).</translation>
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
      <source>The list of exports is kept by another window or cannot be kept: what is added here is forgotten when this window closes.</source>
      <translation>Die Liste der Exporte wird von einem anderen Fenster geführt oder kann nicht gespeichert werden: Was hier hinzukommt, ist vergessen, wenn dieses Fenster geschlossen wird.</translation>
    </message>
    <message>
      <source>Try again; if it happens again, choose another codec or device.</source>
      <translation>Versuchen Sie es noch einmal; wenn es wieder geschieht, mit einem anderen Codec oder Gerät.</translation>
    </message>
    <message>
      <source>With other settings it begins from the start.</source>
      <translation>Mit anderen Einstellungen beginnt er von vorn.</translation>
    </message>
    <message>
      <source>{frames} frames in {seconds} s.</source>
      <translation>{frames} Bilder in {seconds} s.</translation>
    </message>
  </context>
  <context>
    <name>ExportPanel</name>
    <message>
      <source>1 export failed</source>
      <translation>1 Export fehlgeschlagen</translation>
    </message>
    <message>
      <source>1 film exported</source>
      <translation>1 Film exportiert</translation>
    </message>
    <message>
      <source>1 photo exported</source>
      <translation>1 Foto exportiert</translation>
    </message>
    <message>
      <source>Add a folder…</source>
      <translation>Ordner hinzufügen…</translation>
    </message>
    <message>
      <source>Add films…</source>
      <translation>Filme hinzufügen…</translation>
    </message>
    <message>
      <source>Clear finished</source>
      <translation>Fertige entfernen</translation>
    </message>
    <message>
      <source>Discard</source>
      <translation>Verwerfen</translation>
    </message>
    <message>
      <source>Drop films or folders here, or add them with the buttons.</source>
      <translation>Ziehen Sie Filme oder Ordner hierher, oder fügen Sie sie mit den Knöpfen hinzu.</translation>
    </message>
    <message>
      <source>Exports</source>
      <translation>Exporte</translation>
    </message>
    <message>
      <source>Exports not finished the last time: {n}. They go on where they ended.</source>
      <translation>Beim letzten Mal nicht fertig gewordene Exporte: {n}. Sie gehen dort weiter, wo sie aufgehört haben.</translation>
    </message>
    <message>
      <source>Films to export</source>
      <translation>Filme zum Exportieren</translation>
    </message>
    <message>
      <source>Folder of films to export</source>
      <translation>Ordner mit Filmen zum Exportieren</translation>
    </message>
    <message>
      <source>Go on</source>
      <translation>Weiter</translation>
    </message>
    <message>
      <source>Left out, since these are no films: {names}</source>
      <translation>Ausgelassen, weil es keine Filme sind: {names}</translation>
    </message>
    <message>
      <source>Not all exports succeeded</source>
      <translation>Nicht alle Exporte sind gelungen</translation>
    </message>
    <message>
      <source>Open folder</source>
      <translation>Ordner öffnen</translation>
    </message>
    <message>
      <source>Pause</source>
      <translation>Pause</translation>
    </message>
    <message>
      <source>Resume</source>
      <translation>Fortsetzen</translation>
    </message>
    <message>
      <source>{n} at work</source>
      <translation>{n} in Arbeit</translation>
    </message>
    <message>
      <source>{n} done</source>
      <translation>{n} fertig</translation>
    </message>
    <message>
      <source>{n} exports failed</source>
      <translation>{n} Exporte fehlgeschlagen</translation>
    </message>
    <message>
      <source>{n} failed</source>
      <translation>{n} fehlgeschlagen</translation>
    </message>
    <message>
      <source>{n} files exported</source>
      <translation>{n} Dateien exportiert</translation>
    </message>
    <message>
      <source>{n} films exported</source>
      <translation>{n} Filme exportiert</translation>
    </message>
    <message>
      <source>{n} photos exported</source>
      <translation>{n} Fotos exportiert</translation>
    </message>
    <message>
      <source>{n} waiting</source>
      <translation>{n} wartend</translation>
    </message>
  </context>
  <context>
    <name>ExportRow</name>
    <message>
      <source>Also deletes what was written so far.</source>
      <translation>Löscht auch, was bisher geschrieben wurde.</translation>
    </message>
    <message>
      <source>Cancel</source>
      <translation>Abbrechen</translation>
    </message>
    <message>
      <source>Copy details</source>
      <translation>Einzelheiten kopieren</translation>
    </message>
    <message>
      <source>First of two passes</source>
      <translation>Erster von zwei Durchgängen</translation>
    </message>
    <message>
      <source>Getting ready …</source>
      <translation>Wird vorbereitet …</translation>
    </message>
    <message>
      <source>Looking for where it ended: {n} frames</source>
      <translation>Sucht, wo er aufgehört hat: {n} Bilder</translation>
    </message>
    <message>
      <source>Not begun the last time.</source>
      <translation>Beim letzten Mal nicht begonnen.</translation>
    </message>
    <message>
      <source>Not finished the last time; it goes on where it ended.</source>
      <translation>Beim letzten Mal nicht fertig geworden; er geht dort weiter, wo er aufgehört hat.</translation>
    </message>
    <message>
      <source>Open folder</source>
      <translation>Ordner öffnen</translation>
    </message>
    <message>
      <source>Paused</source>
      <translation>Angehalten</translation>
    </message>
    <message>
      <source>Progress of {name}</source>
      <translation>Fortschritt von {name}</translation>
    </message>
    <message>
      <source>Remove</source>
      <translation>Entfernen</translation>
    </message>
    <message>
      <source>Resume</source>
      <translation>Fortsetzen</translation>
    </message>
    <message>
      <source>Resumed at {time}</source>
      <translation>Fortgesetzt ab {time}</translation>
    </message>
    <message>
      <source>Settings…</source>
      <translation>Einstellungen…</translation>
    </message>
    <message>
      <source>Try again</source>
      <translation>Noch einmal</translation>
    </message>
    <message>
      <source>Waits for its turn.</source>
      <translation>Wartet, bis er an der Reihe ist.</translation>
    </message>
    <message>
      <source>What was done plays until then: {part}</source>
      <translation>Was fertig war, lässt sich bis dahin abspielen: {part}</translation>
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
      <source>Codec</source>
      <translation>Codec</translation>
    </message>
    <message>
      <source>Export</source>
      <translation>Exportieren</translation>
    </message>
    <message>
      <source>Export of {name}</source>
      <translation>Export von {name}</translation>
    </message>
    <message>
      <source>File</source>
      <translation>Datei</translation>
    </message>
    <message>
      <source>Look through the film first (two passes)</source>
      <translation>Den Film zuerst durchsehen (zwei Durchgänge)</translation>
    </message>
    <message>
      <source>Original and enhanced side by side</source>
      <translation>Original und Verbessertes nebeneinander</translation>
    </message>
    <message>
      <source>Picture</source>
      <translation>Bild</translation>
    </message>
    <message>
      <source>Quality</source>
      <translation>Qualität</translation>
    </message>
    <message>
      <source>Takes longer; the brightness then follows without lag.</source>
      <translation>Dauert länger; dafür folgt die Helligkeit ohne Verzug.</translation>
    </message>
    <message>
      <source>What enhances</source>
      <translation>Was verbessert</translation>
    </message>
    <message>
      <source>Write to</source>
      <translation>Schreiben nach</translation>
    </message>
  </context>
  <context>
    <name>Hints</name>
    <message>
      <source>Check the disk.</source>
      <translation>Prüfen Sie den Datenträger.</translation>
    </message>
    <message>
      <source>Choose a model of the list, a .safetensors file of ours or a Zero-DCE .pth file.</source>
      <translation>Wählen Sie ein Modell der Liste, eine .safetensors-Datei von uns oder eine .pth-Datei von Zero-DCE.</translation>
    </message>
    <message>
      <source>Choose another name, or let it be replaced: “Settings…” asks about that.</source>
      <translation>Wählen Sie einen anderen Namen, oder lassen Sie sie ersetzen: „Einstellungen…“ fragt danach.</translation>
    </message>
    <message>
      <source>Choose the CPU as the device, or see to the driver of the graphics card.</source>
      <translation>Wählen Sie die CPU als Gerät, oder sehen Sie nach dem Treiber der Grafikkarte.</translation>
    </message>
    <message>
      <source>Choose the CPU as the device.</source>
      <translation>Wählen Sie die CPU als Gerät.</translation>
    </message>
    <message>
      <source>Choose the CPU or the NVIDIA GPU as the device.</source>
      <translation>Wählen Sie die CPU oder die NVIDIA-GPU als Gerät.</translation>
    </message>
    <message>
      <source>Choose the real camera as the source.</source>
      <translation>Wählen Sie die echte Kamera als Quelle.</translation>
    </message>
    <message>
      <source>Close other programs that use it, or choose the CPU as the device.</source>
      <translation>Schließen Sie andere Programme, die es benutzen, oder wählen Sie die CPU als Gerät.</translation>
    </message>
    <message>
      <source>Give the training another name.</source>
      <translation>Geben Sie dem Training einen anderen Namen.</translation>
    </message>
    <message>
      <source>Give well-lit ones (mean luma {darkest:g} or more), or learn from these as they are: choose “Dark photos, without examples”.</source>
      <translation>Geben Sie gut belichtete (mittlere Helligkeit mindestens {darkest:g}), oder lernen Sie von diesen, wie sie sind: mit „Dunkle Fotos, ohne Vorbilder“.</translation>
    </message>
    <message>
      <source>Open it as a film.</source>
      <translation>Öffnen Sie sie als Film.</translation>
    </message>
    <message>
      <source>Resume that training, or give this one another name.</source>
      <translation>Setzen Sie jenes Training fort, oder geben Sie diesem einen anderen Namen.</translation>
    </message>
    <message>
      <source>See to it that its folder can be written to.</source>
      <translation>Sorgen Sie dafür, dass in seinen Ordner geschrieben werden kann.</translation>
    </message>
    <message>
      <source>Set one up: install v4l2loopback-dkms, then enter in a terminal: sudo modprobe v4l2loopback exclusive_caps=1 card_label=lowlight-live</source>
      <translation>Richten Sie eine ein: Installieren Sie v4l2loopback-dkms, und geben Sie dann in einem Terminal ein: sudo modprobe v4l2loopback exclusive_caps=1 card_label=lowlight-live</translation>
    </message>
    <message>
      <source>Start a new training: this one has left nothing to go on with.</source>
      <translation>Beginnen Sie ein neues Training: Dieses hat nichts hinterlassen, womit es weitergehen könnte.</translation>
    </message>
    <message>
      <source>The disk of {path} is full: free some space.</source>
      <translation>Der Datenträger von {path} ist voll: Machen Sie Platz.</translation>
    </message>
    <message>
      <source>The disk of {path} takes no file this large.</source>
      <translation>Der Datenträger von {path} nimmt keine so große Datei auf.</translation>
    </message>
    <message>
      <source>There is no virtual camera on this machine.</source>
      <translation>Auf diesem Rechner gibt es keine virtuelle Kamera.</translation>
    </message>
    <message>
      <source>There is no virtual camera {name}.</source>
      <translation>Es gibt keine virtuelle Kamera {name}.</translation>
    </message>
    <message>
      <source>Train on the CPU, or see to the driver of the graphics card.</source>
      <translation>Trainieren Sie auf der CPU, oder sehen Sie nach dem Treiber der Grafikkarte.</translation>
    </message>
    <message>
      <source>You may not write into {path}: have its permissions changed.</source>
      <translation>Sie dürfen nicht in {path} schreiben: Lassen Sie die Rechte ändern.</translation>
    </message>
    <message>
      <source>{part} of an interrupted export is there still: delete it if it is not needed.</source>
      <translation>{part} von einem unterbrochenen Export liegt noch da: Löschen Sie die Datei, wenn sie nicht gebraucht wird.</translation>
    </message>
    <message>
      <source>{path} is no folder and cannot become one: remove what is in its place.</source>
      <translation>{path} ist kein Ordner und kann keiner werden: Entfernen Sie, was an seiner Stelle liegt.</translation>
    </message>
  </context>
  <context>
    <name>KeysDialog</name>
    <message>
      <source>Double click</source>
      <translation>Doppelklick</translation>
    </message>
    <message>
      <source>Key</source>
      <translation>Taste</translation>
    </message>
    <message>
      <source>Keys</source>
      <translation>Tasten</translation>
    </message>
    <message>
      <source>Leave the full screen</source>
      <translation>Das Vollbild verlassen</translation>
    </message>
    <message>
      <source>Menu</source>
      <translation>Menü</translation>
    </message>
    <message>
      <source>On a control: its default. On the picture: full screen</source>
      <translation>Auf einen Regler: sein Vorgabewert. Auf das Bild: Vollbild</translation>
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
      <source>What it does</source>
      <translation>Was sie tut</translation>
    </message>
    <message>
      <source>Wheel</source>
      <translation>Mausrad</translation>
    </message>
    <message>
      <source>Zoom the picture</source>
      <translation>Das Bild vergrößern oder verkleinern</translation>
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
      <source>&amp;Dark</source>
      <translation>&amp;Dunkel</translation>
    </message>
    <message>
      <source>&amp;Light</source>
      <translation>&amp;Hell</translation>
    </message>
    <message>
      <source>As the &amp;system has it</source>
      <translation>Wie im &amp;System</translation>
    </message>
  </context>
  <context>
    <name>MessageBar</name>
    <message>
      <source>Copy details</source>
      <translation>Einzelheiten kopieren</translation>
    </message>
    <message>
      <source>Copy what somebody who mends this needs to know.</source>
      <translation>Kopieren, was jemand wissen muss, der das behebt.</translation>
    </message>
    <message>
      <source>No action</source>
      <translation>Nichts zu tun</translation>
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
      <source>Choose a weight file</source>
      <translation>Gewichtsdatei wählen</translation>
    </message>
    <message>
      <source>Device</source>
      <translation>Gerät</translation>
    </message>
    <message>
      <source>Model</source>
      <translation>Modell</translation>
    </message>
    <message>
      <source>NVIDIA GPU (CUDA)</source>
      <translation>NVIDIA-GPU (CUDA)</translation>
    </message>
    <message>
      <source>Weight file…</source>
      <translation>Gewichtsdatei…</translation>
    </message>
    <message>
      <source>Weights (*.safetensors *.pth *.pt);;All files (*)</source>
      <translation>Gewichte (*.safetensors *.pth *.pt);;Alle Dateien (*)</translation>
    </message>
    <message>
      <source>best quality</source>
      <translation>beste Qualität</translation>
    </message>
    <message>
      <source>fastest</source>
      <translation>am schnellsten</translation>
    </message>
    <message>
      <source>published method, for comparison</source>
      <translation>veröffentlichtes Verfahren, zum Vergleich</translation>
    </message>
    <message>
      <source>your own</source>
      <translation>Ihr eigenes</translation>
    </message>
    <message>
      <source>{model}: {what}</source>
      <translation>{model}: {what}</translation>
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
      <source>DCE-Net++, 11k parameters: one curve map used eight times; faster, and darker on very dark pictures.</source>
      <translation>DCE-Net++, 11k Parameter: eine Kurvenkarte, achtmal angewandt; schneller, und bei sehr dunklen Bildern dunkler.</translation>
    </message>
    <message>
      <source>DCE-Net, 79k parameters: a curve map for each of eight iterations.</source>
      <translation>DCE-Net, 79k Parameter: für jeden von acht Schritten eine eigene Kurvenkarte.</translation>
    </message>
  </context>
  <context>
    <name>Outputs</name>
    <message>
      <source>A photo does not move, so there is nothing to record: take a snapshot.</source>
      <translation>Ein Foto bewegt sich nicht, aufzunehmen gibt es also nichts: Machen Sie einen Schnappschuss.</translation>
    </message>
    <message>
      <source>Check whether the picture moves, then try again.</source>
      <translation>Sehen Sie nach, ob sich das Bild bewegt, und versuchen Sie es noch einmal.</translation>
    </message>
    <message>
      <source>No picture came from the camera.</source>
      <translation>Es kam kein Bild von der Kamera.</translation>
    </message>
    <message>
      <source>Other programs find the picture as {device}.</source>
      <translation>Andere Programme finden das Bild als {device}.</translation>
    </message>
  </context>
  <context>
    <name>Overlay</name>
    <message>
      <source>Live from {name}, {granted}, {fps} fps</source>
      <translation>Live von {name}, {granted}, {fps} Bilder/s</translation>
    </message>
    <message>
      <source>Playing {name}, {fps} fps</source>
      <translation>{name} läuft, {fps} Bilder/s</translation>
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
      <source>before the virtual camera</source>
      <translation>vor der virtuellen Kamera</translation>
    </message>
    <message>
      <source>before the window</source>
      <translation>vor dem Fenster</translation>
    </message>
    <message>
      <source>before they were enhanced</source>
      <translation>vor dem Verbessern</translation>
    </message>
    <message>
      <source>dropped: none</source>
      <translation>verworfen: keine</translation>
    </message>
    <message>
      <source>dropped: {places}</source>
      <translation>verworfen: {places}</translation>
    </message>
    <message>
      <source>fps: none, the source has ended</source>
      <translation>Bilder/s: keine, die Quelle ist zu Ende</translation>
    </message>
    <message>
      <source>fps: {captured} captured, {enhanced} enhanced, {shown} shown</source>
      <translation>Bilder/s: {captured} aufgenommen, {enhanced} verbessert, {shown} gezeigt</translation>
    </message>
    <message>
      <source>in the recording</source>
      <translation>in der Aufnahme</translation>
    </message>
    <message>
      <source>in the source</source>
      <translation>in der Quelle</translation>
    </message>
    <message>
      <source>in the virtual camera</source>
      <translation>in der virtuellen Kamera</translation>
    </message>
    <message>
      <source>in the window</source>
      <translation>im Fenster</translation>
    </message>
    <message>
      <source>latency: {p50} ms, 95 % below {p95} ms</source>
      <translation>Verzug: {p50} ms, 95 % unter {p95} ms</translation>
    </message>
    <message>
      <source>the network sees 1 frame in {every}</source>
      <translation>das Netz sieht 1 Bild von {every}</translation>
    </message>
    <message>
      <source>{model} on {device}</source>
      <translation>{model} auf {device}</translation>
    </message>
    <message>
      <source>{model} on {device} in {precision}, sees {width} x {height}</source>
      <translation>{model} auf {device} in {precision}, sieht {width} x {height}</translation>
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
      <source>{name}, paused</source>
      <translation>{name}, angehalten</translation>
    </message>
  </context>
  <context>
    <name>PlaybackBar</name>
    <message>
      <source>One frame back</source>
      <translation>Ein Bild zurück</translation>
    </message>
    <message>
      <source>One frame on</source>
      <translation>Ein Bild vor</translation>
    </message>
    <message>
      <source>Pause</source>
      <translation>Pause</translation>
    </message>
    <message>
      <source>Place in the film</source>
      <translation>Stelle im Film</translation>
    </message>
    <message>
      <source>Play</source>
      <translation>Abspielen</translation>
    </message>
    <message>
      <source>Play again and again</source>
      <translation>Endlos wiederholen</translation>
    </message>
    <message>
      <source>Time</source>
      <translation>Zeit</translation>
    </message>
  </context>
  <context>
    <name>PresetsRow</name>
    <message>
      <source>&amp;Open from a file…</source>
      <translation>Aus Datei ö&amp;ffnen…</translation>
    </message>
    <message>
      <source>&amp;Presets</source>
      <translation>&amp;Voreinstellungen</translation>
    </message>
    <message>
      <source>&amp;Save as…</source>
      <translation>&amp;Speichern als…</translation>
    </message>
    <message>
      <source>(changed)</source>
      <translation>(geändert)</translation>
    </message>
    <message>
      <source>Default</source>
      <translation>Vorgabe</translation>
    </message>
    <message>
      <source>Name:</source>
      <translation>Name:</translation>
    </message>
    <message>
      <source>Open preset</source>
      <translation>Voreinstellung öffnen</translation>
    </message>
    <message>
      <source>Preset</source>
      <translation>Voreinstellung</translation>
    </message>
    <message>
      <source>Presets: save, rename, share</source>
      <translation>Voreinstellungen: speichern, umbenennen, weitergeben</translation>
    </message>
    <message>
      <source>Re&amp;move</source>
      <translation>&amp;Entfernen</translation>
    </message>
    <message>
      <source>Re&amp;name…</source>
      <translation>&amp;Umbenennen…</translation>
    </message>
    <message>
      <source>Rename preset</source>
      <translation>Voreinstellung umbenennen</translation>
    </message>
    <message>
      <source>Replace</source>
      <translation>Ersetzen</translation>
    </message>
    <message>
      <source>Sa&amp;ve as a file…</source>
      <translation>Als &amp;Datei speichern…</translation>
    </message>
    <message>
      <source>Save preset</source>
      <translation>Voreinstellung speichern</translation>
    </message>
    <message>
      <source>Settings that you gave a name.</source>
      <translation>Einstellungen, denen Sie einen Namen gegeben haben.</translation>
    </message>
    <message>
      <source>There is a preset “{name}” already.</source>
      <translation>Es gibt schon eine Voreinstellung „{name}“.</translation>
    </message>
    <message>
      <source>…</source>
      <translation>…</translation>
    </message>
  </context>
  <context>
    <name>Preview</name>
    <message>
      <source>Difference</source>
      <translation>Differenz</translation>
    </message>
    <message>
      <source>Enhanced</source>
      <translation>Verbessert</translation>
    </message>
    <message>
      <source>Original</source>
      <translation>Original</translation>
    </message>
    <message>
      <source>Picture</source>
      <translation>Bild</translation>
    </message>
    <message>
      <source>The original and the enhanced picture.</source>
      <translation>Das Original und das verbesserte Bild.</translation>
    </message>
  </context>
  <context>
    <name>Problem</name>
    <message>
      <source>Help &gt; Save a bug report… writes a file that you can send us.</source>
      <translation>Hilfe &gt; Fehlerbericht speichern… schreibt eine Datei, die Sie uns schicken können.</translation>
    </message>
    <message>
      <source>Something went wrong that nobody thought of: {error}</source>
      <translation>Es ging etwas schief, an das niemand gedacht hat: {error}</translation>
    </message>
  </context>
  <context>
    <name>QualityRow</name>
    <message>
      <source>Better picture</source>
      <translation>Besseres Bild</translation>
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
      <source>Smaller file</source>
      <translation>Kleinere Datei</translation>
    </message>
  </context>
  <context>
    <name>RecentMenu</name>
    <message>
      <source>Forget these</source>
      <translation>Liste leeren</translation>
    </message>
    <message>
      <source>Opened &amp;lately</source>
      <translation>Zu&amp;letzt geöffnet</translation>
    </message>
  </context>
  <context>
    <name>Recordable</name>
    <message>
      <source>A photo is open, in which nothing moves: open a camera first.</source>
      <translation>Es ist ein Foto geöffnet, in dem sich nichts bewegt: Öffnen Sie zuerst eine Kamera.</translation>
    </message>
    <message>
      <source>No camera is open: open one first.</source>
      <translation>Es ist keine Kamera geöffnet: Öffnen Sie zuerst eine.</translation>
    </message>
    <message>
      <source>The film is paused: play it first, or open a camera.</source>
      <translation>Der Film ist angehalten: Spielen Sie ihn zuerst ab, oder öffnen Sie eine Kamera.</translation>
    </message>
  </context>
  <context>
    <name>RecordingMark</name>
    <message>
      <source>Recording {time}</source>
      <translation>Aufnahme {time}</translation>
    </message>
  </context>
  <context>
    <name>Recordings</name>
    <message>
      <source>Free some space there, or look whether you may write there.</source>
      <translation>Machen Sie dort Platz, oder sehen Sie nach, ob Sie dort schreiben dürfen.</translation>
    </message>
    <message>
      <source>No pictures can be kept in {folder} ({reason}).</source>
      <translation>In {folder} können keine Bilder abgelegt werden ({reason}).</translation>
    </message>
  </context>
  <context>
    <name>Samples</name>
    <message>
      <source>After</source>
      <translation>Nachher</translation>
    </message>
    <message>
      <source>Before</source>
      <translation>Vorher</translation>
    </message>
    <message>
      <source>Goal</source>
      <translation>Ziel</translation>
    </message>
    <message>
      <source>Samples appear after the first steps.</source>
      <translation>Proben erscheinen nach den ersten Schritten.</translation>
    </message>
    <message>
      <source>Samples: before, after and, where there is one, the goal</source>
      <translation>Proben: vorher, nachher und, wo es eines gibt, das Ziel</translation>
    </message>
  </context>
  <context>
    <name>SettingRow</name>
    <message>
      <source>A double click gives the default back.</source>
      <translation>Ein Doppelklick gibt den Vorgabewert zurück.</translation>
    </message>
    <message>
      <source>{name}, number</source>
      <translation>{name}, Zahl</translation>
    </message>
    <message>
      <source>{name}, slider</source>
      <translation>{name}, Schieberegler</translation>
    </message>
  </context>
  <context>
    <name>Settings</name>
    <message>
      <source>Brighter or darker than the network chose; shadows move most, highlights do not clip.</source>
      <translation>Heller oder dunkler, als das Netz es wählt; Schatten ändern sich am meisten, Lichter brechen nicht aus.</translation>
    </message>
    <message>
      <source>Exposure</source>
      <translation>Belichtung</translation>
    </message>
    <message>
      <source>How much noise is averaged away over time, and in space where that cannot be; 0 is off.</source>
      <translation>Wie viel Rauschen über die Zeit weggemittelt wird, und im Bild, wo das nicht geht; 0 ist aus.</translation>
    </message>
    <message>
      <source>How much of the enhancement is applied; 0 is off.</source>
      <translation>Wie viel von der Verbesserung angewandt wird; 0 ist aus.</translation>
    </message>
    <message>
      <source>How slowly the curves follow, so that brightness does not pump; 0 is off.</source>
      <translation>Wie langsam die Kurven folgen, damit die Helligkeit nicht pumpt; 0 ist aus.</translation>
    </message>
    <message>
      <source>How strong the colours are; 0 is grey, 1 leaves them as they are.</source>
      <translation>Wie kräftig die Farben sind; 0 ist grau, 1 lässt sie, wie sie sind.</translation>
    </message>
    <message>
      <source>Leave well-lit scenes alone</source>
      <translation>Helle Szenen in Ruhe lassen</translation>
    </message>
    <message>
      <source>Leave well-lit scenes alone: 1 lets the strength follow how dark it is, 0 does not.</source>
      <translation>Helle Szenen in Ruhe lassen: Bei 1 folgt die Stärke der Dunkelheit, bei 0 nicht.</translation>
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
      <source>Smoothing</source>
      <translation>Glättung</translation>
    </message>
    <message>
      <source>Strength</source>
      <translation>Stärke</translation>
    </message>
    <message>
      <source>s</source>
      <translation>s</translation>
    </message>
    <message>
      <source>stops</source>
      <translation>Blenden</translation>
    </message>
  </context>
  <context>
    <name>Store</name>
    <message>
      <source>The settings cannot be read ({reason}): these are the defaults.</source>
      <translation>Die Einstellungen können nicht gelesen werden ({reason}): Dies sind die Vorgaben.</translation>
    </message>
    <message>
      <source>The settings cannot be saved: {path} ({reason}).</source>
      <translation>Die Einstellungen können nicht gespeichert werden: {path} ({reason}).</translation>
    </message>
    <message>
      <source>The settings could not all be used ({why}); defaults took their place. The old file is {aside}.</source>
      <translation>Nicht alle Einstellungen waren brauchbar ({why}); Vorgaben sind an ihre Stelle getreten. Die alte Datei ist {aside}.</translation>
    </message>
    <message>
      <source>the file belongs to another version</source>
      <translation>die Datei gehört zu einer anderen Version</translation>
    </message>
    <message>
      <source>the file is damaged</source>
      <translation>die Datei ist beschädigt</translation>
    </message>
  </context>
  <context>
    <name>TargetRow</name>
    <message>
      <source>A name that ends in {endings}</source>
      <translation>Ein Name, der auf {endings} endet</translation>
    </message>
    <message>
      <source>Another export of the list is written there. Choose another name.</source>
      <translation>Dorthin schreibt schon ein anderer Export der Liste. Wählen Sie einen anderen Namen.</translation>
    </message>
    <message>
      <source>Choose…</source>
      <translation>Wählen…</translation>
    </message>
    <message>
      <source>File to write</source>
      <translation>Zu schreibende Datei</translation>
    </message>
    <message>
      <source>Files ({endings})</source>
      <translation>Dateien ({endings})</translation>
    </message>
    <message>
      <source>Replace</source>
      <translation>Ersetzen</translation>
    </message>
    <message>
      <source>That is the file to be read. Choose another name.</source>
      <translation>Das ist die Datei, die gelesen wird. Wählen Sie einen anderen Namen.</translation>
    </message>
    <message>
      <source>The file needs a name that ends in {endings}.</source>
      <translation>Die Datei braucht einen Namen, der auf {endings} endet.</translation>
    </message>
    <message>
      <source>There is a file {name} already.</source>
      <translation>Es gibt schon eine Datei {name}.</translation>
    </message>
  </context>
  <context>
    <name>Tools</name>
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
      <source>Open</source>
      <translation>Öffnen</translation>
    </message>
    <message>
      <source>Show the original as long as this is pressed (key O)</source>
      <translation>Das Original zeigen, solange gedrückt wird (Taste O)</translation>
    </message>
    <message>
      <source>Tools</source>
      <translation>Werkzeuge</translation>
    </message>
  </context>
  <context>
    <name>Training</name>
    <message>
      <source>It can go on from its last checkpoint.</source>
      <translation>Es kann bei seinem letzten Zwischenstand weitergehen.</translation>
    </message>
    <message>
      <source>It had not come to its first checkpoint: “Go on” begins it again.</source>
      <translation>Es war noch nicht beim ersten Zwischenstand angekommen: „Weiter“ beginnt es von vorn.</translation>
    </message>
    <message>
      <source>So far it is no better than what it began with, so nothing was written. It can go on.</source>
      <translation>Bisher ist es nicht besser als der Ausgangspunkt, deshalb wurde nichts geschrieben. Es kann weitergehen.</translation>
    </message>
    <message>
      <source>The training ended unexpectedly at step {step}.</source>
      <translation>Das Training endete unerwartet bei Schritt {step}.</translation>
    </message>
  </context>
  <context>
    <name>TrainingDialog</name>
    <message>
      <source>A training under way is paused and can go on later. A recording under way is thrown away.</source>
      <translation>Ein laufendes Training wird angehalten und kann später weitergehen. Eine laufende Aufnahme wird verworfen.</translation>
    </message>
    <message>
      <source>Close</source>
      <translation>Schließen</translation>
    </message>
    <message>
      <source>Discard</source>
      <translation>Verwerfen</translation>
    </message>
    <message>
      <source>Discard the training “{name}”?</source>
      <translation>Das Training „{name}“ verwerfen?</translation>
    </message>
    <message>
      <source>Discard…</source>
      <translation>Verwerfen…</translation>
    </message>
    <message>
      <source>End the recording</source>
      <translation>Aufnahme beenden</translation>
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
      <source>It is not offered any more, and the pictures recorded for it are removed for good.</source>
      <translation>Es wird nicht mehr angeboten, und die Bilder, die dafür aufgenommen wurden, werden endgültig gelöscht.</translation>
    </message>
    <message>
      <source>It is not offered any more; your pictures stay where they are.</source>
      <translation>Es wird nicht mehr angeboten; Ihre Bilder bleiben, wo sie sind.</translation>
    </message>
    <message>
      <source>Keeps what has been recorded until then, if it is enough to train on.</source>
      <translation>Behält, was bis dahin aufgenommen wurde, wenn es für ein Training reicht.</translation>
    </message>
    <message>
      <source>New training</source>
      <translation>Neues Training</translation>
    </message>
    <message>
      <source>Progress of the recording</source>
      <translation>Fortschritt der Aufnahme</translation>
    </message>
    <message>
      <source>Recording: %v of %m s</source>
      <translation>Aufnahme: %v von %m s</translation>
    </message>
    <message>
      <source>Start</source>
      <translation>Starten</translation>
    </message>
    <message>
      <source>The recording ended after {s} of {of} s: no more pictures came. There are {n} to train on.</source>
      <translation>Die Aufnahme endete nach {s} von {of} s, weil keine Bilder mehr kamen. Zum Trainieren gibt es {n}.</translation>
    </message>
    <message>
      <source>The training “{name}” is not finished.</source>
      <translation>Das Training „{name}“ ist nicht fertig.</translation>
    </message>
    <message>
      <source>Too little was recorded to train on: {n} pictures in {s} of {of} s. Nothing of it is kept.</source>
      <translation>Für ein Training wurde zu wenig aufgenommen: {n} Bilder in {s} von {of} s. Davon wird nichts behalten.</translation>
    </message>
    <message>
      <source>Training</source>
      <translation>Training</translation>
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
      <source>Use in live view</source>
      <translation>Im Bild verwenden</translation>
    </message>
    <message>
      <source>{s} of {of} s were recorded: {n} pictures. You can train on them.</source>
      <translation>{s} von {of} s wurden aufgenommen: {n} Bilder. Damit können Sie trainieren.</translation>
    </message>
  </context>
  <context>
    <name>TrainingFields</name>
    <message>
      <source>Architecture</source>
      <translation>Architektur</translation>
    </message>
    <message>
      <source>Averaging</source>
      <translation>Mittelung</translation>
    </message>
    <message>
      <source>Balance</source>
      <translation>Ausgleich</translation>
    </message>
    <message>
      <source>Balanced luma</source>
      <translation>Ausgeglichene Helligkeit</translation>
    </message>
    <message>
      <source>Batch size</source>
      <translation>Stapelgröße</translation>
    </message>
    <message>
      <source>Batches to train on.</source>
      <translation>Stapel, mit denen trainiert wird.</translation>
    </message>
    <message>
      <source>Cast</source>
      <translation>Farbstich</translation>
    </message>
    <message>
      <source>Checkpoint interval</source>
      <translation>Abstand der Zwischenstände</translation>
    </message>
    <message>
      <source>Crop</source>
      <translation>Ausschnitt</translation>
    </message>
    <message>
      <source>Curved cast</source>
      <translation>Gekrümmter Farbstich</translation>
    </message>
    <message>
      <source>Dark share</source>
      <translation>Anteil dunkler</translation>
    </message>
    <message>
      <source>Darkest photo</source>
      <translation>Dunkelstes Foto</translation>
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
      <source>Exposure range</source>
      <translation>Belichtungsumfang</translation>
    </message>
    <message>
      <source>Exposure share</source>
      <translation>Anteil belichteter</translation>
    </message>
    <message>
      <source>Final rate</source>
      <translation>Endrate</translation>
    </message>
    <message>
      <source>Gradient clip</source>
      <translation>Gradientengrenze</translation>
    </message>
    <message>
      <source>Grain share</source>
      <translation>Anteil körniger</translation>
    </message>
    <message>
      <source>Height and width of a training picture, in pixels.</source>
      <translation>Höhe und Breite eines Trainingsbildes in Pixeln.</translation>
    </message>
    <message>
      <source>How far targets of dark pictures go to one brightness.</source>
      <translation>Wie weit die Ziele dunkler Bilder auf eine Helligkeit gebracht werden.</translation>
    </message>
    <message>
      <source>How far the colours of a dark picture are off.</source>
      <translation>Wie weit die Farben eines dunklen Bildes abweichen.</translation>
    </message>
    <message>
      <source>How far the mean colour of such targets goes to grey.</source>
      <translation>Wie weit die mittlere Farbe solcher Ziele zu Grau hin geht.</translation>
    </message>
    <message>
      <source>How far the tone curves of its channels are apart.</source>
      <translation>Wie weit die Tonwertkurven seiner Kanäle auseinanderliegen.</translation>
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
      <source>Light range</source>
      <translation>Lichtumfang</translation>
    </message>
    <message>
      <source>Lines</source>
      <translation>Zeilen</translation>
    </message>
    <message>
      <source>Lit place share</source>
      <translation>Anteil mit Lichtfleck</translation>
    </message>
    <message>
      <source>Longest gradient, as a norm over all weights.</source>
      <translation>Längster Gradient, als Norm über alle Gewichte.</translation>
    </message>
    <message>
      <source>Loss</source>
      <translation>Verlust</translation>
    </message>
    <message>
      <source>Made up share</source>
      <translation>Anteil erdachter</translation>
    </message>
    <message>
      <source>Max gamma</source>
      <translation>Gamma höchstens</translation>
    </message>
    <message>
      <source>Max stops</source>
      <translation>Blenden höchstens</translation>
    </message>
    <message>
      <source>Muted share</source>
      <translation>Anteil blasser</translation>
    </message>
    <message>
      <source>Neighbours in name that are kept out together; 0 keeps out single photos.</source>
      <translation>Im Namen benachbarte Fotos, die gemeinsam zurückgehalten werden; 0 hält einzelne zurück.</translation>
    </message>
    <message>
      <source>Network to train.</source>
      <translation>Das zu trainierende Netz.</translation>
    </message>
    <message>
      <source>Neutrality</source>
      <translation>Neutralität</translation>
    </message>
    <message>
      <source>Photos are shrunk to this many pixels on the short side.</source>
      <translation>Auf so viele Pixel an der kurzen Seite werden Fotos verkleinert.</translation>
    </message>
    <message>
      <source>Photos of less mean luma are left out.</source>
      <translation>Fotos mit geringerer mittlerer Helligkeit werden ausgelassen.</translation>
    </message>
    <message>
      <source>Pictures are cut up to this many times larger and then shrunk.</source>
      <translation>Bis so vielmal größer werden Bilder ausgeschnitten und dann verkleinert.</translation>
    </message>
    <message>
      <source>Pictures in a batch.</source>
      <translation>Bilder in einem Stapel.</translation>
    </message>
    <message>
      <source>Precision</source>
      <translation>Genauigkeit</translation>
    </message>
    <message>
      <source>Pull of the weights towards 0.</source>
      <translation>Zug der Gewichte zur 0 hin.</translation>
    </message>
    <message>
      <source>Seed</source>
      <translation>Startwert</translation>
    </message>
    <message>
      <source>Share of a batch that comes from the stock.</source>
      <translation>Anteil eines Stapels, der aus dem Vorrat kommt.</translation>
    </message>
    <message>
      <source>Share of the dark pictures with one lit place.</source>
      <translation>Anteil der dunklen Bilder mit einer beleuchteten Stelle.</translation>
    </message>
    <message>
      <source>Share of the learning rate at the end of its cosine.</source>
      <translation>Anteil der Lernrate am Ende ihres Kosinus.</translation>
    </message>
    <message>
      <source>Share of the others that get noise and JPEG alone.</source>
      <translation>Anteil der übrigen, die nur Rauschen und JPEG bekommen.</translation>
    </message>
    <message>
      <source>Share of the photos kept out to choose by.</source>
      <translation>Anteil der Fotos, die zum Auswählen zurückgehalten werden.</translation>
    </message>
    <message>
      <source>Share of the pictures asked for at another exposure.</source>
      <translation>Anteil der Bilder, die mit anderer Belichtung verlangt werden.</translation>
    </message>
    <message>
      <source>Share of the pictures that are a plain wall or fog.</source>
      <translation>Anteil der Bilder, die eine leere Wand oder Nebel zeigen.</translation>
    </message>
    <message>
      <source>Share of the pictures that are darkened.</source>
      <translation>Anteil der Bilder, die abgedunkelt werden.</translation>
    </message>
    <message>
      <source>Share of the pictures whose colours are muted.</source>
      <translation>Anteil der Bilder mit gedämpften Farben.</translation>
    </message>
    <message>
      <source>Sheet interval</source>
      <translation>Abstand der Probenblätter</translation>
    </message>
    <message>
      <source>Start</source>
      <translation>Ausgangspunkt</translation>
    </message>
    <message>
      <source>Steepest tone curve of a darkened picture.</source>
      <translation>Steilste Tonwertkurve eines abgedunkelten Bildes.</translation>
    </message>
    <message>
      <source>Step length of Adam.</source>
      <translation>Schrittweite von Adam.</translation>
    </message>
    <message>
      <source>Steps</source>
      <translation>Schritte</translation>
    </message>
    <message>
      <source>Steps between two checkpoints.</source>
      <translation>Schritte zwischen zwei Zwischenständen.</translation>
    </message>
    <message>
      <source>Steps between two looks at the photos kept out.</source>
      <translation>Schritte zwischen zwei Blicken auf die zurückgehaltenen Fotos.</translation>
    </message>
    <message>
      <source>Steps between two sample sheets.</source>
      <translation>Schritte zwischen zwei Probenblättern.</translation>
    </message>
    <message>
      <source>Steps over which the learning rate rises from 0.</source>
      <translation>Schritte, in denen die Lernrate von 0 ansteigt.</translation>
    </message>
    <message>
      <source>Stock share</source>
      <translation>Anteil des Vorrats</translation>
    </message>
    <message>
      <source>Stops by which the light of a real dark picture is varied.</source>
      <translation>Blenden, um die das Licht eines wirklich dunklen Bildes verändert wird.</translation>
    </message>
    <message>
      <source>Stops that a darkened picture loses at most.</source>
      <translation>Blenden, die ein abgedunkeltes Bild höchstens verliert.</translation>
    </message>
    <message>
      <source>That brightness, as mean luma.</source>
      <translation>Diese Helligkeit, als Mittelwert.</translation>
    </message>
    <message>
      <source>Tint</source>
      <translation>Tönung</translation>
    </message>
    <message>
      <source>Turned</source>
      <translation>Gedreht</translation>
    </message>
    <message>
      <source>Validation interval</source>
      <translation>Prüfabstand</translation>
    </message>
    <message>
      <source>Validation runs</source>
      <translation>Prüfreihen</translation>
    </message>
    <message>
      <source>Validation share</source>
      <translation>Prüfanteil</translation>
    </message>
    <message>
      <source>Warm up</source>
      <translation>Aufwärmen</translation>
    </message>
    <message>
      <source>Weight decay</source>
      <translation>Gewichtsabnahme</translation>
    </message>
    <message>
      <source>Weights to begin with, by name or file.</source>
      <translation>Gewichte, mit denen begonnen wird, als Name oder Datei.</translation>
    </message>
    <message>
      <source>What the network computes in; its weights are float32 anyway.</source>
      <translation>Womit das Netz rechnet; seine Gewichte sind immer float32.</translation>
    </message>
    <message>
      <source>What the running average of the weights keeps a step.</source>
      <translation>Was das laufende Mittel der Gewichte je Schritt behält.</translation>
    </message>
    <message>
      <source>What to learn from: zero-reference losses, the undarkened photo or pairs.</source>
      <translation>Woraus gelernt wird: Verluste ohne Vorbild (zero-reference), das nicht abgedunkelte Foto oder Paare.</translation>
    </message>
    <message>
      <source>Where to train; auto takes CUDA if there is any.</source>
      <translation>Wo trainiert wird; auto nimmt CUDA, wenn es da ist.</translation>
    </message>
    <message>
      <source>Whether pictures are turned by quarters, too, and not only flipped.</source>
      <translation>Ob Bilder auch um Vierteldrehungen gedreht und nicht nur gespiegelt werden.</translation>
    </message>
    <message>
      <source>Whether the tone curve of a dark picture strengthens its colour cast.</source>
      <translation>Ob die Tonwertkurve eines dunklen Bildes seinen Farbstich verstärkt.</translation>
    </message>
    <message>
      <source>Zoom</source>
      <translation>Zoom</translation>
    </message>
    <message>
      <source>automatic</source>
      <translation>automatisch</translation>
    </message>
  </context>
  <context>
    <name>TrainingForm</name>
    <message>
      <source>A folder of JPEG, PNG or WebP pictures</source>
      <translation>Ein Ordner mit Bildern in JPEG, PNG oder WebP</translation>
    </message>
    <message>
      <source>A folder that a part of each batch comes from, or nothing.</source>
      <translation>Ein Ordner, aus dem ein Teil jedes Stapels kommt, oder nichts.</translation>
    </message>
    <message>
      <source>A word will do, such as “mine”.</source>
      <translation>Ein Wort genügt, etwa „meine“.</translation>
    </message>
    <message>
      <source>Choose another name.</source>
      <translation>Wählen Sie einen anderen Namen.</translation>
    </message>
    <message>
      <source>Choose the folder of pictures</source>
      <translation>Den Ordner mit Bildern wählen</translation>
    </message>
    <message>
      <source>Choose their folder, or record some.</source>
      <translation>Wählen Sie ihren Ordner, oder nehmen Sie welche auf.</translation>
    </message>
    <message>
      <source>Choose…</source>
      <translation>Wählen…</translation>
    </message>
    <message>
      <source>Everything else that a training is made of.</source>
      <translation>Alles andere, was ein Training ausmacht.</translation>
    </message>
    <message>
      <source>Folder of pictures</source>
      <translation>Ordner mit Bildern</translation>
    </message>
    <message>
      <source>For {n} seconds.</source>
      <translation>{n} Sekunden lang.</translation>
    </message>
    <message>
      <source>Learn from</source>
      <translation>Lernen aus</translation>
    </message>
    <message>
      <source>More</source>
      <translation>Mehr</translation>
    </message>
    <message>
      <source>More settings</source>
      <translation>Weitere Einstellungen</translation>
    </message>
    <message>
      <source>Name</source>
      <translation>Name</translation>
    </message>
    <message>
      <source>No pictures are chosen.</source>
      <translation>Es sind keine Bilder gewählt.</translation>
    </message>
    <message>
      <source>Of the weights that come of it.</source>
      <translation>Der Gewichte, die dabei herauskommen.</translation>
    </message>
    <message>
      <source>Other photos</source>
      <translation>Andere Fotos</translation>
    </message>
    <message>
      <source>Pictures</source>
      <translation>Bilder</translation>
    </message>
    <message>
      <source>Record pictures from the camera</source>
      <translation>Bilder von der Kamera aufnehmen</translation>
    </message>
    <message>
      <source>Record {n} s</source>
      <translation>{n} s aufnehmen</translation>
    </message>
    <message>
      <source>The weights need a name.</source>
      <translation>Die Gewichte brauchen einen Namen.</translation>
    </message>
    <message>
      <source>Their folder, searched with its subfolders.</source>
      <translation>Ihr Ordner, mit allen Unterordnern.</translation>
    </message>
    <message>
      <source>There are weights named {name} already.</source>
      <translation>Gewichte mit dem Namen {name} gibt es schon.</translation>
    </message>
    <message>
      <source>Which kind of pictures there are.</source>
      <translation>Was für Bilder es gibt.</translation>
    </message>
  </context>
  <context>
    <name>TrainingPurpose</name>
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
      <source>Goes on from the shipped network with real pairs, in the folders “low” and “high” under the same names.</source>
      <translation>Trainiert das mitgelieferte Netz mit echten Paaren weiter, in den Ordnern „low“ und „high“ unter denselben Namen.</translation>
    </message>
    <message>
      <source>Many well-lit photos, from scratch</source>
      <translation>Viele helle Fotos, von Grund auf</translation>
    </message>
    <message>
      <source>My camera, with the light on</source>
      <translation>Meine Kamera, bei Licht</translation>
    </message>
    <message>
      <source>Pairs of dark and well-lit photos</source>
      <translation>Paare aus dunklen und hellen Fotos</translation>
    </message>
    <message>
      <source>Trains a new network on hundreds of well-lit photos, darkened here as a camera would. Takes an hour or more without a graphics card.</source>
      <translation>Trainiert ein neues Netz mit Hunderten heller Fotos, die hier so abgedunkelt werden, wie eine Kamera es täte. Dauert ohne Grafikkarte eine Stunde oder länger.</translation>
    </message>
  </context>
  <context>
    <name>TrainingView</name>
    <message>
      <source>All there is to know of the error.</source>
      <translation>Alles, was über den Fehler bekannt ist.</translation>
    </message>
    <message>
      <source>Copy details</source>
      <translation>Einzelheiten kopieren</translation>
    </message>
    <message>
      <source>Done: “{name}” is in the list of models now.</source>
      <translation>Fertig: „{name}“ steht jetzt in der Liste der Modelle.</translation>
    </message>
    <message>
      <source>Ending: {place} …</source>
      <translation>Wird beendet: {place} …</translation>
    </message>
    <message>
      <source>Ends after this step and frees the GPU; goes on later.</source>
      <translation>Endet nach diesem Schritt und gibt die GPU frei; geht später weiter.</translation>
    </message>
    <message>
      <source>Ends it and keeps the best weights.</source>
      <translation>Beendet es und behält die besten Gewichte.</translation>
    </message>
    <message>
      <source>Ends it and keeps the weights as they are now.</source>
      <translation>Beendet es und behält die Gewichte, wie sie jetzt sind.</translation>
    </message>
    <message>
      <source>File: {out}</source>
      <translation>Datei: {out}</translation>
    </message>
    <message>
      <source>Getting ready: reading the pictures …</source>
      <translation>Wird vorbereitet: Die Bilder werden gelesen …</translation>
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
      <source>On pictures that it did not learn from, its error is {percent} % smaller than before.</source>
      <translation>Auf Bildern, von denen es nicht gelernt hat, ist sein Fehler {percent} % kleiner als vorher.</translation>
    </message>
    <message>
      <source>PSNR on pictures kept out: {best} dB, and {before} dB before; more is better.</source>
      <translation>PSNR auf zurückgehaltenen Bildern: {best} dB, vorher {before} dB; mehr ist besser.</translation>
    </message>
    <message>
      <source>PSNR on pictures kept out: {best} dB; more is better.</source>
      <translation>PSNR auf zurückgehaltenen Bildern: {best} dB; mehr ist besser.</translation>
    </message>
    <message>
      <source>Pause</source>
      <translation>Pause</translation>
    </message>
    <message>
      <source>Paused at {place}; CPU and GPU are free.</source>
      <translation>Angehalten bei {place}; CPU und GPU sind frei.</translation>
    </message>
    <message>
      <source>Progress of the training</source>
      <translation>Fortschritt des Trainings</translation>
    </message>
    <message>
      <source>Stop and keep</source>
      <translation>Beenden und behalten</translation>
    </message>
    <message>
      <source>Stop and keep the best</source>
      <translation>Beenden und das Beste behalten</translation>
    </message>
    <message>
      <source>The result is no better than what it began with, so nothing was written.</source>
      <translation>Das Ergebnis ist nicht besser als der Ausgangspunkt, deshalb wurde nichts geschrieben.</translation>
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
      <source>step {step} of {steps}</source>
      <translation>Schritt {step} von {steps}</translation>
    </message>
  </context>
  <context>
    <name>Welcome</name>
    <message>
      <source>No camera is connected</source>
      <translation>Keine Kamera angeschlossen</translation>
    </message>
    <message>
      <source>Open a video or photo…</source>
      <translation>Video oder Foto öffnen…</translation>
    </message>
    <message>
      <source>See in the dark</source>
      <translation>Im Dunkeln sehen</translation>
    </message>
    <message>
      <source>Start a camera, or open a dark video or photo: before and after, side by side.</source>
      <translation>Starten Sie eine Kamera, oder öffnen Sie ein dunkles Video oder Foto: vorher und nachher, nebeneinander.</translation>
    </message>
    <message>
      <source>Start {name}</source>
      <translation>{name} starten</translation>
    </message>
    <message>
      <source>or drop a file here</source>
      <translation>oder eine Datei hierher ziehen</translation>
    </message>
  </context>
  <context>
    <name>WindowDisplay</name>
    <message>
      <source>Open again</source>
      <translation>Erneut öffnen</translation>
    </message>
    <message>
      <source>{name} has ended</source>
      <translation>{name} ist zu Ende</translation>
    </message>
  </context>
  <context>
    <name>WindowWork</name>
    <message>
      <source>Address, such as rtsp://… or http://…:</source>
      <translation>Adresse, etwa rtsp://… oder http://…:</translation>
    </message>
    <message>
      <source>Exports</source>
      <translation>Exporte</translation>
    </message>
    <message>
      <source>Open a stream</source>
      <translation>Einen Stream öffnen</translation>
    </message>
    <message>
      <source>Open a video or photo</source>
      <translation>Video oder Foto öffnen</translation>
    </message>
    <message>
      <source>Open folder</source>
      <translation>Ordner öffnen</translation>
    </message>
    <message>
      <source>Save a bug report</source>
      <translation>Fehlerbericht speichern</translation>
    </message>
    <message>
      <source>Saved as {name}</source>
      <translation>Gespeichert als {name}</translation>
    </message>
    <message>
      <source>Videos and photos {endings};;All files (*)</source>
      <translation>Videos und Fotos {endings};;Alle Dateien (*)</translation>
    </message>
    <message>
      <source>ZIP files (*.zip)</source>
      <translation>ZIP-Dateien (*.zip)</translation>
    </message>
  </context>
  <context>
    <name>Wording</name>
    <message>
      <source>{h} h {n} min left</source>
      <translation>noch {h} h {n} min</translation>
    </message>
    <message>
      <source>{n} min left</source>
      <translation>noch {n} min</translation>
    </message>
    <message>
      <source>{n} s left</source>
      <translation>noch {n} s</translation>
    </message>
  </context>
</TS>
