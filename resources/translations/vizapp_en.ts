<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en_US" sourcelanguage="en">
  <context>
    <name>vizapp</name>
    <message>
      <source>About vizapp</source>
      <comment>action.about</comment>
      <translation>About vizapp</translation>
    </message>
    <message>
      <source>Recommend again</source>
      <comment>action.again</comment>
      <translation>Recommend again</translation>
    </message>
    <message>
      <source>Show chart 1</source>
      <comment>action.chart_1</comment>
      <translation>Show chart 1</translation>
    </message>
    <message>
      <source>Show chart 2</source>
      <comment>action.chart_2</comment>
      <translation>Show chart 2</translation>
    </message>
    <message>
      <source>Show chart 3</source>
      <comment>action.chart_3</comment>
      <translation>Show chart 3</translation>
    </message>
    <message>
      <source>Show chart 4</source>
      <comment>action.chart_4</comment>
      <translation>Show chart 4</translation>
    </message>
    <message>
      <source>Show chart 5</source>
      <comment>action.chart_5</comment>
      <translation>Show chart 5</translation>
    </message>
    <message>
      <source>Close tab</source>
      <comment>action.close_tab</comment>
      <translation>Close tab</translation>
    </message>
    <message>
      <source>Copy image</source>
      <comment>action.copy_image</comment>
      <translation>Copy image</translation>
    </message>
    <message>
      <source>Copy as SVG</source>
      <comment>action.copy_svg</comment>
      <translation>Copy as SVG</translation>
    </message>
    <message>
      <source>Copy values</source>
      <comment>action.copy_values</comment>
      <translation>Copy values</translation>
    </message>
    <message>
      <source>Export…</source>
      <comment>action.export</comment>
      <translation>Export…</translation>
    </message>
    <message>
      <source>Interactive HTML…</source>
      <comment>action.export_html</comment>
      <translation>Interactive HTML…</translation>
    </message>
    <message>
      <source>Vega-Lite JSON…</source>
      <comment>action.export_json</comment>
      <translation>Vega-Lite JSON…</translation>
    </message>
    <message>
      <source>Training record (JSON Lines)…</source>
      <comment>action.export_jsonl</comment>
      <translation>Training record (JSON Lines)…</translation>
    </message>
    <message>
      <source>PDF document…</source>
      <comment>action.export_pdf</comment>
      <translation>PDF document…</translation>
    </message>
    <message>
      <source>PNG image…</source>
      <comment>action.export_png</comment>
      <translation>PNG image…</translation>
    </message>
    <message>
      <source>PowerPoint slide…</source>
      <comment>action.export_pptx</comment>
      <translation>PowerPoint slide…</translation>
    </message>
    <message>
      <source>Altair script (Python)…</source>
      <comment>action.export_py</comment>
      <translation>Altair script (Python)…</translation>
    </message>
    <message>
      <source>SVG drawing…</source>
      <comment>action.export_svg</comment>
      <translation>SVG drawing…</translation>
    </message>
    <message>
      <source>Go to the ask line</source>
      <comment>action.focus_ask</comment>
      <translation>Go to the ask line</translation>
    </message>
    <message>
      <source>Change the chart by talking</source>
      <comment>action.focus_chat</comment>
      <translation>Change the chart by talking</translation>
    </message>
    <message>
      <source>Go to the message</source>
      <comment>action.focus_notice</comment>
      <translation>Go to the message</translation>
    </message>
    <message>
      <source>User guide</source>
      <comment>action.guide</comment>
      <translation>User guide</translation>
    </message>
    <message>
      <source>Hints about this chart</source>
      <comment>action.hints</comment>
      <translation>Hints about this chart</translation>
    </message>
    <message>
      <source>English</source>
      <comment>action.lang_en</comment>
      <translation>English</translation>
    </message>
    <message>
      <source>中文</source>
      <comment>action.lang_zh</comment>
      <translation>中文</translation>
    </message>
    <message>
      <source>What vizapp learned from me…</source>
      <comment>action.learned</comment>
      <translation>What vizapp learned from me…</translation>
    </message>
    <message>
      <source>Open-source licences</source>
      <comment>action.licences</comment>
      <translation>Open-source licences</translation>
    </message>
    <message>
      <source>Models…</source>
      <comment>action.models</comment>
      <translation>Models…</translation>
    </message>
    <message>
      <source>More charts on one page</source>
      <comment>action.more_charts</comment>
      <translation>More charts on one page</translation>
    </message>
    <message>
      <source>New tab</source>
      <comment>action.new_tab</comment>
      <translation>New tab</translation>
    </message>
    <message>
      <source>Next tab</source>
      <comment>action.next_tab</comment>
      <translation>Next tab</translation>
    </message>
    <message>
      <source>Open…</source>
      <comment>action.open</comment>
      <translation>Open…</translation>
    </message>
    <message>
      <source>All commands…</source>
      <comment>action.palette</comment>
      <translation>All commands…</translation>
    </message>
    <message>
      <source>Paste a table</source>
      <comment>action.paste</comment>
      <translation>Paste a table</translation>
    </message>
    <message>
      <source>Pin this chart beside</source>
      <comment>action.pin</comment>
      <translation>Pin this chart beside</translation>
    </message>
    <message>
      <source>Previous tab</source>
      <comment>action.previous_tab</comment>
      <translation>Previous tab</translation>
    </message>
    <message>
      <source>Print…</source>
      <comment>action.print</comment>
      <translation>Print…</translation>
    </message>
    <message>
      <source>Privacy, with a test…</source>
      <comment>action.privacy</comment>
      <translation>Privacy, with a test…</translation>
    </message>
    <message>
      <source>How good is the model?</source>
      <comment>action.quality</comment>
      <translation>How good is the model?</translation>
    </message>
    <message>
      <source>Quit</source>
      <comment>action.quit</comment>
      <translation>Quit</translation>
    </message>
    <message>
      <source>Redo</source>
      <comment>action.redo</comment>
      <translation>Redo</translation>
    </message>
    <message>
      <source>Reopen closed tab</source>
      <comment>action.reopen_tab</comment>
      <translation>Reopen closed tab</translation>
    </message>
    <message>
      <source>Restore last session</source>
      <comment>action.restore_session</comment>
      <translation>Restore last session</translation>
    </message>
    <message>
      <source>Save project</source>
      <comment>action.save</comment>
      <translation>Save project</translation>
    </message>
    <message>
      <source>Save project as…</source>
      <comment>action.save_as</comment>
      <translation>Save project as…</translation>
    </message>
    <message>
      <source>Security and privacy</source>
      <comment>action.security</comment>
      <translation>Security and privacy</translation>
    </message>
    <message>
      <source>Stop</source>
      <comment>action.stop</comment>
      <translation>Stop</translation>
    </message>
    <message>
      <source>Dark</source>
      <comment>action.theme_dark</comment>
      <translation>Dark</translation>
    </message>
    <message>
      <source>Light</source>
      <comment>action.theme_light</comment>
      <translation>Light</translation>
    </message>
    <message>
      <source>As the system</source>
      <comment>action.theme_system</comment>
      <translation>As the system</translation>
    </message>
    <message>
      <source>Light or dark</source>
      <comment>action.toggle_dark</comment>
      <translation>Light or dark</translation>
    </message>
    <message>
      <source>Undo</source>
      <comment>action.undo</comment>
      <translation>Undo</translation>
    </message>
    <message>
      <source>Unpin</source>
      <comment>action.unpin</comment>
      <translation>Unpin</translation>
    </message>
    <message>
      <source>Why not another chart?</source>
      <comment>action.why_not</comment>
      <translation>Why not another chart?</translation>
    </message>
    <message>
      <source>{title}, {share}</source>
      <comment>alternatives.card</comment>
      <translation>{title}, {share}</translation>
    </message>
    <message>
      <source>Moved up, because you chose this for tables like this one.</source>
      <comment>alternatives.learned</comment>
      <translation>Moved up, because you chose this for tables like this one.</translation>
    </message>
    <message>
      <source>Recommended charts</source>
      <comment>alternatives.name</comment>
      <translation>Recommended charts</translation>
    </message>
    <message>
      <source>More charts</source>
      <comment>alternatives.page</comment>
      <translation>More charts</translation>
    </message>
    <message>
      <source>A page of several charts over different columns</source>
      <comment>alternatives.page_tip</comment>
      <translation>A page of several charts over different columns</translation>
    </message>
    <message>
      <source>Good chart</source>
      <comment>alternatives.praise</comment>
      <translation>Good chart</translation>
    </message>
    <message>
      <source>Remember on this computer that this chart suits tables like this one</source>
      <comment>alternatives.praise_tip</comment>
      <translation>Remember on this computer that this chart suits tables like this one</translation>
    </message>
    <message>
      <source>Cannot be drawn</source>
      <comment>alternatives.undrawn</comment>
      <translation>Cannot be drawn</translation>
    </message>
    <message>
      <source>Why not …?</source>
      <comment>alternatives.why_not</comment>
      <translation>Why not …?</translation>
    </message>
    <message>
      <source>See every chart: draw it, or read what this table lacks for it</source>
      <comment>alternatives.why_not_tip</comment>
      <translation>See every chart: draw it, or read what this table lacks for it</translation>
    </message>
    <message>
      <source>Ask or describe a chart</source>
      <comment>ask.name</comment>
      <translation>Ask or describe a chart</translation>
    </message>
    <message>
      <source>Ask for a chart: top 5 regions, sales by month…</source>
      <comment>ask.placeholder</comment>
      <translation>Ask for a chart: top 5 regions, sales by month…</translation>
    </message>
    <message>
      <source>Recommend for this question</source>
      <comment>ask.submit</comment>
      <translation>Recommend for this question</translation>
    </message>
    <message>
      <source>Highlighted: {names}.</source>
      <comment>chart.chosen</comment>
      <translation>Highlighted: {names}.</translation>
    </message>
    <message>
      <source>Click or Enter to highlight</source>
      <comment>chart.entry</comment>
      <translation>Click or Enter to highlight</translation>
    </message>
    <message>
      <source>Highlighted; Esc shows all alike</source>
      <comment>chart.entry_chosen</comment>
      <translation>Highlighted; Esc shows all alike</translation>
    </message>
    <message>
      <source>{title}. {n} marks; arrow keys walk through them.</source>
      <comment>chart.marks</comment>
      <translation>{title}. {n} marks; arrow keys walk through them.</translation>
    </message>
    <message>
      <source>Chart</source>
      <comment>chart.name</comment>
      <translation>Chart</translation>
    </message>
    <message>
      <source>No chart for this question</source>
      <comment>chart.none</comment>
      <translation>No chart for this question</translation>
    </message>
    <message>
      <source>Stopped before a chart was chosen. Ctrl+R tries again.</source>
      <comment>chart.stopped</comment>
      <translation>Stopped before a chart was chosen. Ctrl+R tries again.</translation>
    </message>
    <message>
      <source>The chart appears here</source>
      <comment>chart.waiting</comment>
      <translation>The chart appears here</translation>
    </message>
    <message>
      <source>Zoomed: double-click or Home shows all</source>
      <comment>chart.zoomed</comment>
      <translation>Zoomed: double-click or Home shows all</translation>
    </message>
    <message>
      <source>The chart shows that already.</source>
      <comment>chat.already</comment>
      <translation>The chart shows that already.</translation>
    </message>
    <message>
      <source>Nothing changed: the button Export at the top saves the chart as PNG, SVG, PDF, PowerPoint and more.</source>
      <comment>chat.export</comment>
      <translation>Nothing changed: the button Export at the top saves the chart as PNG, SVG, PDF, PowerPoint and more.</translation>
    </message>
    <message>
      <source>No answer: {why}</source>
      <comment>chat.failed</comment>
      <translation>No answer: {why}</translation>
    </message>
    <message>
      <source>This chart is no longer kept.</source>
      <comment>chat.gone</comment>
      <translation>This chart is no longer kept.</translation>
    </message>
    <message>
      <source>Conversation</source>
      <comment>chat.log</comment>
      <translation>Conversation</translation>
    </message>
    <message>
      <source>Say what to change in this chart</source>
      <comment>chat.name</comment>
      <translation>Say what to change in this chart</translation>
    </message>
    <message>
      <source>Nothing changed: colours come in palettes; say “grey”, “warm colours” or “bright colours”, or choose one on the page Edit.</source>
      <comment>chat.no_color</comment>
      <translation>Nothing changed: colours come in palettes; say “grey”, “warm colours” or “bright colours”, or choose one on the page Edit.</translation>
    </message>
    <message>
      <source>Nothing changed: values are written on the chart wherever they have room; they cannot be switched on or off.</source>
      <comment>chat.no_labels</comment>
      <translation>Nothing changed: values are written on the chart wherever they have room; they cannot be switched on or off.</translation>
    </message>
    <message>
      <source>Nothing changed: vizapp places the legend by itself.</source>
      <comment>chat.no_legend</comment>
      <translation>Nothing changed: vizapp places the legend by itself.</translation>
    </message>
    <message>
      <source>There is nothing to redo.</source>
      <comment>chat.no_redo</comment>
      <translation>There is nothing to redo.</translation>
    </message>
    <message>
      <source>There is nothing to undo.</source>
      <comment>chat.no_undo</comment>
      <translation>There is nothing to undo.</translation>
    </message>
    <message>
      <source>Nothing changed: where an axis begins cannot be set. Bars and areas always begin at zero, lines and points where their values are.</source>
      <comment>chat.no_zero</comment>
      <translation>Nothing changed: where an axis begins cannot be set. Bars and areas always begin at zero, lines and points where their values are.</translation>
    </message>
    <message>
      <source>Change this chart: as bars, top 5, only 2024, by month…</source>
      <comment>chat.placeholder</comment>
      <translation>Change this chart: as bars, top 5, only 2024, by month…</translation>
    </message>
    <message>
      <source>Done again: {what}</source>
      <comment>chat.redone</comment>
      <translation>Done again: {what}</translation>
    </message>
    <message>
      <source>This cannot be done: {why}</source>
      <comment>chat.refused</comment>
      <translation>This cannot be done: {why}</translation>
    </message>
    <message>
      <source>Nothing changed: this was not understood. Say it differently, or use the page Edit.</source>
      <comment>chat.same</comment>
      <translation>Nothing changed: this was not understood. Say it differently, or use the page Edit.</translation>
    </message>
    <message>
      <source>Change the chart</source>
      <comment>chat.send</comment>
      <translation>Change the chart</translation>
    </message>
    <message>
      <source>Stopped; the chart is as it was.</source>
      <comment>chat.stopped</comment>
      <translation>Stopped; the chart is as it was.</translation>
    </message>
    <message>
      <source>Undone: {what}</source>
      <comment>chat.undone</comment>
      <translation>Undone: {what}</translation>
    </message>
    <message>
      <source>Thinking…</source>
      <comment>chat.working</comment>
      <translation>Thinking…</translation>
    </message>
    <message>
      <source>Use all columns</source>
      <comment>columns.all</comment>
      <translation>Use all columns</translation>
    </message>
    <message>
      <source>{kept} of {total}</source>
      <comment>columns.count</comment>
      <translation>{kept} of {total}</translation>
    </message>
    <message>
      <source>05/06: day first</source>
      <comment>columns.day_first</comment>
      <translation>05/06: day first</translation>
    </message>
    <message>
      <source>Find a column</source>
      <comment>columns.filter</comment>
      <translation>Find a column</translation>
    </message>
    <message>
      <source>Left out: the model is not told about it.</source>
      <comment>columns.left_out</comment>
      <translation>Left out: the model is not told about it.</translation>
    </message>
    <message>
      <source>{share} missing</source>
      <comment>columns.missing</comment>
      <translation>{share} missing</translation>
    </message>
    <message>
      <source>05/06: month first</source>
      <comment>columns.month_first</comment>
      <translation>05/06: month first</translation>
    </message>
    <message>
      <source>Tick at least one</source>
      <comment>columns.none</comment>
      <translation>Tick at least one</translation>
    </message>
    <message>
      <source>Columns</source>
      <comment>columns.title</comment>
      <translation>Columns</translation>
    </message>
    <message>
      <source>Unit…</source>
      <comment>columns.unit</comment>
      <translation>Unit…</translation>
    </message>
    <message>
      <source>Unit of {name} (empty for none):</source>
      <comment>columns.unit_of</comment>
      <translation>Unit of {name} (empty for none):</translation>
    </message>
    <message>
      <source>Type: {why}</source>
      <comment>columns.why</comment>
      <translation>Type: {why}</translation>
    </message>
    <message>
      <source>&lt;h3&gt;vizapp {version}&lt;/h3&gt;&lt;p&gt;Drop a table, read how the model reasons, get the chart that fits.&lt;/p&gt;&lt;p&gt;The model runs on this computer; no data leaves it.&lt;/p&gt;</source>
      <comment>dialog.about</comment>
      <translation>&lt;h3&gt;vizapp {version}&lt;/h3&gt;&lt;p&gt;Drop a table, read how the model reasons, get the chart that fits.&lt;/p&gt;&lt;p&gt;The model runs on this computer; no data leaves it.&lt;/p&gt;</translation>
    </message>
    <message>
      <source>All files</source>
      <comment>dialog.all</comment>
      <translation>All files</translation>
    </message>
    <message>
      <source>Open a table</source>
      <comment>dialog.open</comment>
      <translation>Open a table</translation>
    </message>
    <message>
      <source>vizapp project</source>
      <comment>dialog.project</comment>
      <translation>vizapp project</translation>
    </message>
    <message>
      <source>Export the chart</source>
      <comment>dialog.save</comment>
      <translation>Export the chart</translation>
    </message>
    <message>
      <source>Export the page</source>
      <comment>dialog.save_page</comment>
      <translation>Export the page</translation>
    </message>
    <message>
      <source>Save the project</source>
      <comment>dialog.save_project</comment>
      <translation>Save the project</translation>
    </message>
    <message>
      <source>Tables</source>
      <comment>dialog.tables</comment>
      <translation>Tables</translation>
    </message>
    <message>
      <source>Release to open this table</source>
      <comment>drop.release</comment>
      <translation>Release to open this table</translation>
    </message>
    <message>
      <source>Try again</source>
      <comment>error.again</comment>
      <translation>Try again</translation>
    </message>
    <message>
      <source>Back</source>
      <comment>error.back</comment>
      <translation>Back</translation>
    </message>
    <message>
      <source>The chart does not fit the table</source>
      <comment>error.channel_type</comment>
      <translation>The chart does not fit the table</translation>
    </message>
    <message>
      <source>The table is too wide for the model</source>
      <comment>error.context_overflow</comment>
      <translation>The table is too wide for the model</translation>
    </message>
    <message>
      <source>Copy report</source>
      <comment>error.copy_report</comment>
      <translation>Copy report</translation>
    </message>
    <message>
      <source>The text cannot be decoded</source>
      <comment>error.csv_encoding</comment>
      <translation>The text cannot be decoded</translation>
    </message>
    <message>
      <source>The rows do not fit together</source>
      <comment>error.csv_shape</comment>
      <translation>The rows do not fit together</translation>
    </message>
    <message>
      <source>The file cannot be used</source>
      <comment>error.data</comment>
      <translation>The file cannot be used</translation>
    </message>
    <message>
      <source>A fault in vizapp</source>
      <comment>error.defect</comment>
      <translation>A fault in vizapp</translation>
    </message>
    <message>
      <source>The file is empty</source>
      <comment>error.empty_table</comment>
      <translation>The file is empty</translation>
    </message>
    <message>
      <source>The team server cannot be used</source>
      <comment>error.endpoint</comment>
      <translation>The team server cannot be used</translation>
    </message>
    <message>
      <source>The chart could not be saved</source>
      <comment>error.export</comment>
      <translation>The chart could not be saved</translation>
    </message>
    <message>
      <source>The model cannot answer for this table</source>
      <comment>error.grammar</comment>
      <translation>The model cannot answer for this table</translation>
    </message>
    <message>
      <source>The model file cannot be used</source>
      <comment>error.model_file</comment>
      <translation>The model file cannot be used</translation>
    </message>
    <message>
      <source>Open another file…</source>
      <comment>error.open_other</comment>
      <translation>Open another file…</translation>
    </message>
    <message>
      <source>No recommendation</source>
      <comment>error.reasoning</comment>
      <translation>No recommendation</translation>
    </message>
    <message>
      <source>The chart cannot be drawn</source>
      <comment>error.rendering</comment>
      <translation>The chart cannot be drawn</translation>
    </message>
    <message>
      <source>The chart does not fit the table</source>
      <comment>error.spec</comment>
      <translation>The chart does not fit the table</translation>
    </message>
    <message>
      <source>The chart cannot be read</source>
      <comment>error.spec_syntax</comment>
      <translation>The chart cannot be read</translation>
    </message>
    <message>
      <source>The table is too large</source>
      <comment>error.table_too_large</comment>
      <translation>The table is too large</translation>
    </message>
    <message>
      <source>This did not work</source>
      <comment>error.title</comment>
      <translation>This did not work</translation>
    </message>
    <message>
      <source>The answer broke off</source>
      <comment>error.truncated_spec</comment>
      <translation>The answer broke off</translation>
    </message>
    <message>
      <source>There is no such chart</source>
      <comment>error.unknown_component</comment>
      <translation>There is no such chart</translation>
    </message>
    <message>
      <source>There is no such column</source>
      <comment>error.unknown_field</comment>
      <translation>There is no such column</translation>
    </message>
    <message>
      <source>This kind of file cannot be read</source>
      <comment>error.unsupported_file</comment>
      <translation>This kind of file cannot be read</translation>
    </message>
    <message>
      <source>The model's process ended</source>
      <comment>error.worker_lost</comment>
      <translation>The model's process ended</translation>
    </message>
    <message>
      <source>Export</source>
      <comment>export.button</comment>
      <translation>Export</translation>
    </message>
    <message>
      <source>Cancel</source>
      <comment>exporting.cancel</comment>
      <translation>Cancel</translation>
    </message>
    <message>
      <source>The chart has light letters: place it on a dark page.</source>
      <comment>exporting.dark</comment>
      <translation>The chart has light letters: place it on a dark page.</translation>
    </message>
    <message>
      <source>No printer could be used.</source>
      <comment>exporting.no_printer</comment>
      <translation>No printer could be used.</translation>
    </message>
    <message>
      <source>PNG image</source>
      <comment>exporting.picture</comment>
      <translation>PNG image</translation>
    </message>
    <message>
      <source>{scale}× · {width} × {height} pixels</source>
      <comment>exporting.pixels</comment>
      <translation>{scale}× · {width} × {height} pixels</translation>
    </message>
    <message>
      <source>The chart was sent to the printer.</source>
      <comment>exporting.printed</comment>
      <translation>The chart was sent to the printer.</translation>
    </message>
    <message>
      <source>Save</source>
      <comment>exporting.save</comment>
      <translation>Save</translation>
    </message>
    <message>
      <source>Size</source>
      <comment>exporting.scale</comment>
      <translation>Size</translation>
    </message>
    <message>
      <source>The chart is on the clipboard as SVG.</source>
      <comment>exporting.svg_copied</comment>
      <translation>The chart is on the clipboard as SVG.</translation>
    </message>
    <message>
      <source>Transparent background</source>
      <comment>exporting.transparent</comment>
      <translation>Transparent background</translation>
    </message>
    <message>
      <source>Add a filter</source>
      <comment>filter.add</comment>
      <translation>Add a filter</translation>
    </message>
    <message>
      <source>All</source>
      <comment>filter.all</comment>
      <translation>All</translation>
    </message>
    <message>
      <source>Apply</source>
      <comment>filter.apply</comment>
      <translation>Apply</translation>
    </message>
    <message>
      <source>Change this filter</source>
      <comment>filter.edit</comment>
      <translation>Change this filter</translation>
    </message>
    <message>
      <source>No value is chosen.</source>
      <comment>filter.empty</comment>
      <translation>No value is chosen.</translation>
    </message>
    <message>
      <source>from</source>
      <comment>filter.from</comment>
      <translation>from</translation>
    </message>
    <message>
      <source>Filter by {name}</source>
      <comment>filter.heading</comment>
      <translation>Filter by {name}</translation>
    </message>
    <message>
      <source>Looking up the values…</source>
      <comment>filter.loading</comment>
      <translation>Looking up the values…</translation>
    </message>
    <message>
      <source>The {n} most frequent values</source>
      <comment>filter.more</comment>
      <translation>The {n} most frequent values</translation>
    </message>
    <message>
      <source>no</source>
      <comment>filter.no</comment>
      <translation>no</translation>
    </message>
    <message>
      <source>Write a date as 2024-03-05.</source>
      <comment>filter.no_date</comment>
      <translation>Write a date as 2024-03-05.</translation>
    </message>
    <message>
      <source>This is not a number.</source>
      <comment>filter.no_number</comment>
      <translation>This is not a number.</translation>
    </message>
    <message>
      <source>None</source>
      <comment>filter.none</comment>
      <translation>None</translation>
    </message>
    <message>
      <source>"From" is above "to".</source>
      <comment>filter.order</comment>
      <translation>"From" is above "to".</translation>
    </message>
    <message>
      <source>Remove this filter</source>
      <comment>filter.remove</comment>
      <translation>Remove this filter</translation>
    </message>
    <message>
      <source>Find a value…</source>
      <comment>filter.search</comment>
      <translation>Find a value…</translation>
    </message>
    <message>
      <source>Filters</source>
      <comment>filter.title</comment>
      <translation>Filters</translation>
    </message>
    <message>
      <source>to</source>
      <comment>filter.to</comment>
      <translation>to</translation>
    </message>
    <message>
      <source>yes</source>
      <comment>filter.yes</comment>
      <translation>yes</translation>
    </message>
    <message>
      <source>After</source>
      <comment>hint.after</comment>
      <translation>After</translation>
    </message>
    <message>
      <source>Apply</source>
      <comment>hint.apply</comment>
      <translation>Apply</translation>
    </message>
    <message>
      <source>Apply: {what}</source>
      <comment>hint.apply_this</comment>
      <translation>Apply: {what}</translation>
    </message>
    <message>
      <source>Now</source>
      <comment>hint.before</comment>
      <translation>Now</translation>
    </message>
    <message>
      <source>{n:hint|hints}</source>
      <comment>hint.count</comment>
      <translation>{n:hint|hints}</translation>
    </message>
    <message>
      <source>Dismiss</source>
      <comment>hint.dismiss</comment>
      <translation>Dismiss</translation>
    </message>
    <message>
      <source>Dismiss: {what}</source>
      <comment>hint.dismiss_this</comment>
      <translation>Dismiss: {what}</translation>
    </message>
    <message>
      <source>{n:hint|hints} about this chart dismissed.</source>
      <comment>hint.dismissed</comment>
      <translation>{n:hint|hints} about this chart dismissed.</translation>
    </message>
    <message>
      <source>Drawing…</source>
      <comment>hint.drawing</comment>
      <translation>Drawing…</translation>
    </message>
    <message>
      <source>vizapp has no ready remedy for this.</source>
      <comment>hint.no_fix</comment>
      <translation>vizapp has no ready remedy for this.</translation>
    </message>
    <message>
      <source>Nothing on this chart looks wrong.</source>
      <comment>hint.none</comment>
      <translation>Nothing on this chart looks wrong.</translation>
    </message>
    <message>
      <source>{when}: {title}</source>
      <comment>hint.picture</comment>
      <translation>{when}: {title}</translation>
    </message>
    <message>
      <source>Show again</source>
      <comment>hint.recall</comment>
      <translation>Show again</translation>
    </message>
    <message>
      <source>Show the dismissed hints about this chart again</source>
      <comment>hint.recall_all</comment>
      <translation>Show the dismissed hints about this chart again</translation>
    </message>
    <message>
      <source>Found on the picture as it is drawn. Undo brings everything back.</source>
      <comment>hint.tally</comment>
      <translation>Found on the picture as it is drawn. Undo brings everything back.</translation>
    </message>
    <message>
      <source>What could look better</source>
      <comment>hint.title</comment>
      <translation>What could look better</translation>
    </message>
    <message>
      <source>Bring back</source>
      <comment>history.back</comment>
      <translation>Bring back</translation>
    </message>
    <message>
      <source>{what}, on screen</source>
      <comment>history.current</comment>
      <translation>{what}, on screen</translation>
    </message>
    <message>
      <source>Every chart you see is kept here.</source>
      <comment>history.empty</comment>
      <translation>Every chart you see is kept here.</translation>
    </message>
    <message>
      <source>Charts so far</source>
      <comment>history.name</comment>
      <translation>Charts so far</translation>
    </message>
    <message>
      <source>Pin beside</source>
      <comment>history.pin</comment>
      <translation>Pin beside</translation>
    </message>
    <message>
      <source>Pinned</source>
      <comment>history.pinned</comment>
      <translation>Pinned</translation>
    </message>
    <message>
      <source>"{ask}"</source>
      <comment>history.said</comment>
      <translation>"{ask}"</translation>
    </message>
    <message>
      <source>When</source>
      <comment>learned.at</comment>
      <translation>When</translation>
    </message>
    <message>
      <source>Chart</source>
      <comment>learned.chart</comment>
      <translation>Chart</translation>
    </message>
    <message>
      <source>{n:choice|choices} kept.</source>
      <comment>learned.count</comment>
      <translation>{n:choice|choices} kept.</translation>
    </message>
    <message>
      <source>Erase</source>
      <comment>learned.do_erase</comment>
      <translation>Erase</translation>
    </message>
    <message>
      <source>Edited</source>
      <comment>learned.edit</comment>
      <translation>Edited</translation>
    </message>
    <message>
      <source>Erase selected</source>
      <comment>learned.erase</comment>
      <translation>Erase selected</translation>
    </message>
    <message>
      <source>Erase all…</source>
      <comment>learned.erase_all</comment>
      <translation>Erase all…</translation>
    </message>
    <message>
      <source>Export…</source>
      <comment>learned.export</comment>
      <translation>Export…</translation>
    </message>
    <message>
      <source>How</source>
      <comment>learned.how</comment>
      <translation>How</translation>
    </message>
    <message>
      <source>Thumbs up, charts you pick and edits you make are kept in a file on this computer, with the table's description (column names and a few sample values). They are never sent anywhere.</source>
      <comment>learned.intro</comment>
      <translation>Thumbs up, charts you pick and edits you make are kept in a file on this computer, with the table's description (column names and a few sample values). They are never sent anywhere.</translation>
    </message>
    <message>
      <source>Keep</source>
      <comment>learned.keep</comment>
      <translation>Keep</translation>
    </message>
    <message>
      <source>Nothing yet. Press Good chart, pick another chart or change one, and it is listed here.</source>
      <comment>learned.nothing</comment>
      <translation>Nothing yet. Press Good chart, pick another chart or change one, and it is listed here.</translation>
    </message>
    <message>
      <source>once (fastest)</source>
      <comment>learned.one_sample</comment>
      <translation>once (fastest)</translation>
    </message>
    <message>
      <source>Picked</source>
      <comment>learned.pick</comment>
      <translation>Picked</translation>
    </message>
    <message>
      <source>Thumb up</source>
      <comment>learned.praise</comment>
      <translation>Thumb up</translation>
    </message>
    <message>
      <source>Ask the model</source>
      <comment>learned.samples</comment>
      <translation>Ask the model</translation>
    </message>
    <message>
      <source>{n} times and vote</source>
      <comment>learned.some_samples</comment>
      <translation>{n} times and vote</translation>
    </message>
    <message>
      <source>Erase {n:choice|choices}? What was learned from them is forgotten as well.</source>
      <comment>learned.sure</comment>
      <translation>Erase {n:choice|choices}? What was learned from them is forgotten as well.</translation>
    </message>
    <message>
      <source>Let them change the order of charts for similar tables</source>
      <comment>learned.switch</comment>
      <translation>Let them change the order of charts for similar tables</translation>
    </message>
    <message>
      <source>Columns of the table</source>
      <comment>learned.table</comment>
      <translation>Columns of the table</translation>
    </message>
    <message>
      <source>Learned from you</source>
      <comment>learned.title</comment>
      <translation>Learned from you</translation>
    </message>
    <message>
      <source>{n:damaged line is|damaged lines are} ignored.</source>
      <comment>learned.unreadable</comment>
      <translation>{n:damaged line is|damaged lines are} ignored.</translation>
    </message>
    <message>
      <source>Nothing found. Try fewer letters.</source>
      <comment>list.nothing</comment>
      <translation>Nothing found. Try fewer letters.</translation>
    </message>
    <message>
      <source>Cancel</source>
      <comment>loading.cancel</comment>
      <translation>Cancel</translation>
    </message>
    <message>
      <source>{step} · {done}</source>
      <comment>loading.done</comment>
      <translation>{step} · {done}</translation>
    </message>
    <message>
      <source>{step} · {done} of {total}</source>
      <comment>loading.of</comment>
      <translation>{step} · {done} of {total}</translation>
    </message>
    <message>
      <source>Progress of reading</source>
      <comment>loading.progress</comment>
      <translation>Progress of reading</translation>
    </message>
    <message>
      <source>Reading {name}</source>
      <comment>loading.title</comment>
      <translation>Reading {name}</translation>
    </message>
    <message>
      <source>made from the data</source>
      <comment>look.own_title</comment>
      <translation>made from the data</translation>
    </message>
    <message>
      <source>Back to automatic</source>
      <comment>look.reset</comment>
      <translation>Back to automatic</translation>
    </message>
    <message>
      <source>Looks</source>
      <comment>look.section</comment>
      <translation>Looks</translation>
    </message>
    <message>
      <source>Show a chart</source>
      <comment>menu.charts</comment>
      <translation>Show a chart</translation>
    </message>
    <message>
      <source>Export, copy and print</source>
      <comment>menu.copy</comment>
      <translation>Export, copy and print</translation>
    </message>
    <message>
      <source>Help</source>
      <comment>menu.help</comment>
      <translation>Help</translation>
    </message>
    <message>
      <source>Language</source>
      <comment>menu.language</comment>
      <translation>Language</translation>
    </message>
    <message>
      <source>Menu</source>
      <comment>menu.main</comment>
      <translation>Menu</translation>
    </message>
    <message>
      <source>None yet</source>
      <comment>menu.no_recent</comment>
      <translation>None yet</translation>
    </message>
    <message>
      <source>No samples installed</source>
      <comment>menu.no_samples</comment>
      <translation>No samples installed</translation>
    </message>
    <message>
      <source>Recent files</source>
      <comment>menu.recent</comment>
      <translation>Recent files</translation>
    </message>
    <message>
      <source>Sample tables</source>
      <comment>menu.samples</comment>
      <translation>Sample tables</translation>
    </message>
    <message>
      <source>Tabs</source>
      <comment>menu.tabs</comment>
      <translation>Tabs</translation>
    </message>
    <message>
      <source>Appearance</source>
      <comment>menu.theme</comment>
      <translation>Appearance</translation>
    </message>
    <message>
      <source>{note}. Publisher: {card}</source>
      <comment>models.about</comment>
      <translation>{note}. Publisher: {card}</translation>
    </message>
    <message>
      <source>about {size}</source>
      <comment>models.about_size</comment>
      <translation>about {size}</translation>
    </message>
    <message>
      <source>LoRA adapter:</source>
      <comment>models.adapter</comment>
      <translation>LoRA adapter:</translation>
    </message>
    <message>
      <source>LoRA adapters</source>
      <comment>models.adapter_files</comment>
      <translation>LoRA adapters</translation>
    </message>
    <message>
      <source>Add a GGUF file…</source>
      <comment>models.add</comment>
      <translation>Add a GGUF file…</translation>
    </message>
    <message>
      <source>your file</source>
      <comment>models.added</comment>
      <translation>your file</translation>
    </message>
    <message>
      <source>Address</source>
      <comment>models.address</comment>
      <translation>Address</translation>
    </message>
    <message>
      <source>http://server:8080/v1</source>
      <comment>models.address_hint</comment>
      <translation>http://server:8080/v1</translation>
    </message>
    <message>
      <source>Answers:</source>
      <comment>models.answers</comment>
      <translation>Answers:</translation>
    </message>
    <message>
      <source>{size} at most</source>
      <comment>models.at_most</comment>
      <translation>{size} at most</translation>
    </message>
    <message>
      <source>not here</source>
      <comment>models.available</comment>
      <translation>not here</translation>
    </message>
    <message>
      <source>{problem}.</source>
      <comment>models.bad_backend</comment>
      <translation>{problem}.</translation>
    </message>
    <message>
      <source>bundled</source>
      <comment>models.bundled</comment>
      <translation>bundled</translation>
    </message>
    <message>
      <source>Comes with vizapp and cannot be removed.</source>
      <comment>models.bundled_tip</comment>
      <translation>Comes with vizapp and cannot be removed.</translation>
    </message>
    <message>
      <source>Cancel</source>
      <comment>models.cancel_download</comment>
      <translation>Cancel</translation>
    </message>
    <message>
      <source>checking, {share}</source>
      <comment>models.check</comment>
      <translation>checking, {share}</translation>
    </message>
    <message>
      <source>Choose…</source>
      <comment>models.choose_adapter</comment>
      <translation>Choose…</translation>
    </message>
    <message>
      <source>Remove the adapter</source>
      <comment>models.clear_adapter</comment>
      <translation>Remove the adapter</translation>
    </message>
    <message>
      <source>connecting…</source>
      <comment>models.connecting</comment>
      <translation>connecting…</translation>
    </message>
    <message>
      <source>cannot be used</source>
      <comment>models.damaged</comment>
      <translation>cannot be used</translation>
    </message>
    <message>
      <source>{device}, {free} of {total} free</source>
      <comment>models.device</comment>
      <translation>{device}, {free} of {total} free</translation>
    </message>
    <message>
      <source>Remove</source>
      <comment>models.do_remove</comment>
      <translation>Remove</translation>
    </message>
    <message>
      <source>Download</source>
      <comment>models.download</comment>
      <translation>Download</translation>
    </message>
    <message>
      <source>Progress of the download</source>
      <comment>models.download_progress</comment>
      <translation>Progress of the download</translation>
    </message>
    <message>
      <source>The wait is an estimate per answer, from this computer's speed measured just now ({operations} billion operations/s, {bytes} GB/s from memory); a trial tells the truth.</source>
      <comment>models.estimate</comment>
      <translation>The wait is an estimate per answer, from this computer's speed measured just now ({operations} billion operations/s, {bytes} GB/s from memory); a trial tells the truth.</translation>
    </message>
    <message>
      <source>{done} of {total}, {speed} MB/s</source>
      <comment>models.fetch</comment>
      <translation>{done} of {total}, {speed} MB/s</translation>
    </message>
    <message>
      <source>fetched</source>
      <comment>models.fetched</comment>
      <translation>fetched</translation>
    </message>
    <message>
      <source>GGUF models</source>
      <comment>models.files</comment>
      <translation>GGUF models</translation>
    </message>
    <message>
      <source>This computer: {processor}. Graphics: {graphics}</source>
      <comment>models.hardware</comment>
      <translation>This computer: {processor}. Graphics: {graphics}</translation>
    </message>
    <message>
      <source>On this computer</source>
      <comment>models.here</comment>
      <translation>On this computer</translation>
    </message>
    <message>
      <source>over an hour</source>
      <comment>models.hours</comment>
      <translation>over an hour</translation>
    </message>
    <message>
      <source>Offline until you press Download. Only then does a separate process, vizapp-download, connect to {host} and fetch the one file; your tables and questions are never sent, and the process ends with the download.</source>
      <comment>models.internet</comment>
      <translation>Offline until you press Download. Only then does a separate process, vizapp-download, connect to {host} and fetch the one file; your tables and questions are never sent, and the process ends with the download.</translation>
    </message>
    <message>
      <source>The bundled model answers at once. A larger one may judge unusual tables better, and takes longer; a trial on the sample tables shows what it is worth here.</source>
      <comment>models.intro</comment>
      <translation>The bundled model answers at once. A larger one may judge unusual tables better, and takes longer; a trial on the sample tables shows what it is worth here.</translation>
    </message>
    <message>
      <source>Keep</source>
      <comment>models.keep</comment>
      <translation>Keep</translation>
    </message>
    <message>
      <source>Key</source>
      <comment>models.key</comment>
      <translation>Key</translation>
    </message>
    <message>
      <source>empty for none</source>
      <comment>models.key_hint</comment>
      <translation>empty for none</translation>
    </message>
    <message>
      <source>Leaves this computer</source>
      <comment>models.leaves</comment>
      <translation>Leaves this computer</translation>
    </message>
    <message>
      <source>Licence</source>
      <comment>models.licence</comment>
      <translation>Licence</translation>
    </message>
    <message>
      <source>Looking for graphics processors…</source>
      <comment>models.looking</comment>
      <translation>Looking for graphics processors…</translation>
    </message>
    <message>
      <source>{n} s, measured</source>
      <comment>models.measured</comment>
      <translation>{n} s, measured</translation>
    </message>
    <message>
      <source>measuring…</source>
      <comment>models.measuring</comment>
      <translation>measuring…</translation>
    </message>
    <message>
      <source>Memory</source>
      <comment>models.memory</comment>
      <translation>Memory</translation>
    </message>
    <message>
      <source>about {n} min</source>
      <comment>models.minutes</comment>
      <translation>about {n} min</translation>
    </message>
    <message>
      <source>Get more</source>
      <comment>models.more</comment>
      <translation>Get more</translation>
    </message>
    <message>
      <source>Model</source>
      <comment>models.name</comment>
      <translation>Model</translation>
    </message>
    <message>
      <source>none</source>
      <comment>models.no_adapter</comment>
      <translation>none</translation>
    </message>
    <message>
      <source>none is used, as no graphics back end is installed.</source>
      <comment>models.no_backend</comment>
      <translation>none is used, as no graphics back end is installed.</translation>
    </message>
    <message>
      <source>the back end ({backends}) finds no device.</source>
      <comment>models.no_device</comment>
      <translation>the back end ({backends}) finds no device.</translation>
    </message>
    <message>
      <source>not stated</source>
      <comment>models.no_licence</comment>
      <translation>not stated</translation>
    </message>
    <message>
      <source>not told by this system</source>
      <comment>models.no_memory</comment>
      <translation>not told by this system</translation>
    </message>
    <message>
      <source>nobody</source>
      <comment>models.nobody</comment>
      <translation>nobody</translation>
    </message>
    <message>
      <source>failed</source>
      <comment>models.not_fetched</comment>
      <translation>failed</translation>
    </message>
    <message>
      <source>Not now</source>
      <comment>models.not_now</comment>
      <translation>Not now</translation>
    </message>
    <message>
      <source>Where from</source>
      <comment>models.origin</comment>
      <translation>Where from</translation>
    </message>
    <message>
      <source>{done} of {total} here</source>
      <comment>models.partly</comment>
      <translation>{done} of {total} here</translation>
    </message>
    <message>
      <source>Progress of the trial</source>
      <comment>models.progress</comment>
      <translation>Progress of the trial</translation>
    </message>
    <message>
      <source>on this computer</source>
      <comment>models.ready</comment>
      <translation>on this computer</translation>
    </message>
    <message>
      <source>Remove…</source>
      <comment>models.remove</comment>
      <translation>Remove…</translation>
    </message>
    <message>
      <source>Go on downloading</source>
      <comment>models.resume</comment>
      <translation>Go on downloading</translation>
    </message>
    <message>
      <source>Second opinion:</source>
      <comment>models.second</comment>
      <translation>Second opinion:</translation>
    </message>
    <message>
      <source>Asked in the background once the first answer is there; its chart joins the alternatives.</source>
      <comment>models.second_tip</comment>
      <translation>Asked in the background once the first answer is there; its chart joins the alternatives.</translation>
    </message>
    <message>
      <source>about {n} s</source>
      <comment>models.seconds</comment>
      <translation>about {n} s</translation>
    </message>
    <message>
      <source>Team server</source>
      <comment>models.server</comment>
      <translation>Team server</translation>
    </message>
    <message>
      <source>A team's own model server with an OpenAI-compatible address (llama-server, vLLM, Ollama …) can answer first. Off until you switch it on; when it fails, this computer answers.</source>
      <comment>models.server_intro</comment>
      <translation>A team's own model server with an OpenAI-compatible address (llama-server, vLLM, Ollama …) can answer first. Off until you switch it on; when it fails, this computer answers.</translation>
    </message>
    <message>
      <source>Model</source>
      <comment>models.server_model</comment>
      <translation>Model</translation>
    </message>
    <message>
      <source>empty: its first one</source>
      <comment>models.server_model_hint</comment>
      <translation>empty: its first one</translation>
    </message>
    <message>
      <source>Off: nothing is sent anywhere.</source>
      <comment>models.server_off</comment>
      <translation>Off: nothing is sent anywhere.</translation>
    </message>
    <message>
      <source>On: {host} is asked first.</source>
      <comment>models.server_on</comment>
      <translation>On: {host} is asked first.</translation>
    </message>
    <message>
      <source>Show the key</source>
      <comment>models.show_key</comment>
      <translation>Show the key</translation>
    </message>
    <message>
      <source>Size</source>
      <comment>models.size</comment>
      <translation>Size</translation>
    </message>
    <message>
      <source>State</source>
      <comment>models.state</comment>
      <translation>State</translation>
    </message>
    <message>
      <source>Take {name} off the list? The file stays where it is.</source>
      <comment>models.sure_added</comment>
      <translation>Take {name} off the list? The file stays where it is.</translation>
    </message>
    <message>
      <source>Connect to the internet and fetch {name} ({size}, {licence}) from {host}?</source>
      <comment>models.sure_download</comment>
      <translation>Connect to the internet and fetch {name} ({size}, {licence}) from {host}?</translation>
    </message>
    <message>
      <source>Delete {name} ({size}) from this computer? It can be fetched again.</source>
      <comment>models.sure_fetched</comment>
      <translation>Delete {name} ({size}) from this computer? It can be fetched again.</translation>
    </message>
    <message>
      <source>Test connection</source>
      <comment>models.test</comment>
      <translation>Test connection</translation>
    </message>
    <message>
      <source>Asking {host} about a made-up table of two columns…</source>
      <comment>models.testing</comment>
      <translation>Asking {host} about a made-up table of two columns…</translation>
    </message>
    <message>
      <source>It takes about {memory} of memory, more than is free on this computer now.</source>
      <comment>models.tight</comment>
      <translation>It takes about {memory} of memory, more than is free on this computer now.</translation>
    </message>
    <message>
      <source>Models</source>
      <comment>models.title</comment>
      <translation>Models</translation>
    </message>
    <message>
      <source>On {device}: {seconds} s per answer (median), {speed} tokens/s, loaded in {load} s, memory {memory}.</source>
      <comment>models.trial_speed</comment>
      <translation>On {device}: {seconds} s per answer (median), {speed} tokens/s, loaded in {load} s, memory {memory}.</translation>
    </message>
    <message>
      <source>Unanswered: {names} ({why})</source>
      <comment>models.trial_unable</comment>
      <translation>Unanswered: {names} ({why})</translation>
    </message>
    <message>
      <source>{name}: {valid} of {n} answers valid; {same} chose the bundled model's chart, {whole} gave its whole answer.</source>
      <comment>models.trial_valid</comment>
      <translation>{name}: {valid} of {n} answers valid; {same} chose the bundled model's chart, {whole} gave its whole answer.</translation>
    </message>
    <message>
      <source>Try on the sample tables</source>
      <comment>models.try</comment>
      <translation>Try on the sample tables</translation>
    </message>
    <message>
      <source>{name}: loading, then {n:table|tables}…</source>
      <comment>models.trying</comment>
      <translation>{name}: loading, then {n:table|tables}…</translation>
    </message>
    <message>
      <source>{name}: {done} of {n:table|tables} answered</source>
      <comment>models.trying_at</comment>
      <translation>{name}: {done} of {n:table|tables} answered</translation>
    </message>
    <message>
      <source>No chat template: probably not trained to follow instructions.</source>
      <comment>models.untaught</comment>
      <translation>No chat template: probably not trained to follow instructions.</translation>
    </message>
    <message>
      <source>Let this server answer first</source>
      <comment>models.use_server</comment>
      <translation>Let this server answer first</translation>
    </message>
    <message>
      <source>Expected wait</source>
      <comment>models.wait</comment>
      <translation>Expected wait</translation>
    </message>
    <message>
      <source>It works: {model} answered with a {chart} in {seconds} s.</source>
      <comment>models.works</comment>
      <translation>It works: {model} answered with a {chart} in {seconds} s.</translation>
    </message>
    <message>
      <source>It works: {model} answered in {seconds} s, without a chart.</source>
      <comment>models.works_without</comment>
      <translation>It works: {model} answered in {seconds} s, without a chart.</translation>
    </message>
    <message>
      <source>Saved {n} choices to {path}</source>
      <comment>notice.choices_saved</comment>
      <translation>Saved {n} choices to {path}</translation>
    </message>
    <message>
      <source>Dismiss</source>
      <comment>notice.close</comment>
      <translation>Dismiss</translation>
    </message>
    <message>
      <source>Drawing a {title}… (Esc stops)</source>
      <comment>notice.completing</comment>
      <translation>Drawing a {title}… (Esc stops)</translation>
    </message>
    <message>
      <source>The chart is on the clipboard.</source>
      <comment>notice.copied</comment>
      <translation>The chart is on the clipboard.</translation>
    </message>
    <message>
      <source>{message}</source>
      <comment>notice.failed</comment>
      <translation>{message}</translation>
    </message>
    <message>
      <source>The model could not answer, so built-in rules chose these charts. {why}</source>
      <comment>notice.fallback</comment>
      <translation>The model could not answer, so built-in rules chose these charts. {why}</translation>
    </message>
    <message>
      <source>The guide is missing from this installation: {path}. Install vizapp again.</source>
      <comment>notice.no_guide</comment>
      <translation>The guide is missing from this installation: {path}. Install vizapp again.</translation>
    </message>
    <message>
      <source>This chart has no values to copy.</source>
      <comment>notice.no_values</comment>
      <translation>This chart has no values to copy.</translation>
    </message>
    <message>
      <source>Only files from this computer can be opened.</source>
      <comment>notice.not_a_file</comment>
      <translation>Only files from this computer can be opened.</translation>
    </message>
    <message>
      <source>No combination of columns makes a {title}.</source>
      <comment>notice.not_completed</comment>
      <translation>No combination of columns makes a {title}.</translation>
    </message>
    <message>
      <source>What is open cannot be kept for the next start: {message}</source>
      <comment>notice.not_kept</comment>
      <translation>What is open cannot be kept for the next start: {message}</translation>
    </message>
    <message>
      <source>Nothing is left from last time.</source>
      <comment>notice.nothing_kept</comment>
      <translation>Nothing is left from last time.</translation>
    </message>
    <message>
      <source>There is no table on the clipboard. Copy cells of a sheet or a table of a web page.</source>
      <comment>notice.nothing_to_paste</comment>
      <translation>There is no table on the clipboard. Copy cells of a sheet or a table of a web page.</translation>
    </message>
    <message>
      <source>Remembered on this computer: this chart suits tables like this one.</source>
      <comment>notice.remembered</comment>
      <translation>Remembered on this computer: this chart suits tables like this one.</translation>
    </message>
    <message>
      <source>Saved {path}</source>
      <comment>notice.saved</comment>
      <translation>Saved {path}</translation>
    </message>
    <message>
      <source>Saving {path}…</source>
      <comment>notice.saving</comment>
      <translation>Saving {path}…</translation>
    </message>
    <message>
      <source>The chosen model could not answer, so {model} on this computer did. {why}</source>
      <comment>notice.stand_in</comment>
      <translation>The chosen model could not answer, so {model} on this computer did. {why}</translation>
    </message>
    <message>
      <source>The drawn values are on the clipboard.</source>
      <comment>notice.values_copied</comment>
      <translation>The drawn values are on the clipboard.</translation>
    </message>
    <message>
      <source>Open</source>
      <comment>open.button</comment>
      <translation>Open</translation>
    </message>
    <message>
      <source>Samples and recent files</source>
      <comment>open.more</comment>
      <translation>Samples and recent files</translation>
    </message>
    <message>
      <source>automatic</source>
      <comment>option.auto</comment>
      <translation>automatic</translation>
    </message>
    <message>
      <source>Options</source>
      <comment>option.title</comment>
      <translation>Options</translation>
    </message>
    <message>
      <source>Answer</source>
      <comment>origin.answer</comment>
      <translation>Answer</translation>
    </message>
    <message>
      <source>Said</source>
      <comment>origin.chat</comment>
      <translation>Said</translation>
    </message>
    <message>
      <source>Chosen</source>
      <comment>origin.choice</comment>
      <translation>Chosen</translation>
    </message>
    <message>
      <source>Edited</source>
      <comment>origin.edit</comment>
      <translation>Edited</translation>
    </message>
    <message>
      <source>Fixed</source>
      <comment>origin.fix</comment>
      <translation>Fixed</translation>
    </message>
    <message>
      <source>Looks</source>
      <comment>origin.style</comment>
      <translation>Looks</translation>
    </message>
    <message>
      <source>Again</source>
      <comment>page.again</comment>
      <translation>Again</translation>
    </message>
    <message>
      <source>Back to the chart</source>
      <comment>page.back</comment>
      <translation>Back to the chart</translation>
    </message>
    <message>
      <source>{n:chart|charts} over different columns</source>
      <comment>page.done</comment>
      <translation>{n:chart|charts} over different columns</translation>
    </message>
    <message>
      <source>Drawing {done} of {n}</source>
      <comment>page.drawing</comment>
      <translation>Drawing {done} of {n}</translation>
    </message>
    <message>
      <source>No chart was found for this table.</source>
      <comment>page.empty</comment>
      <translation>No chart was found for this table.</translation>
    </message>
    <message>
      <source>Export page</source>
      <comment>page.export</comment>
      <translation>Export page</translation>
    </message>
    <message>
      <source>Interactive page (HTML)…</source>
      <comment>page.export_html</comment>
      <translation>Interactive page (HTML)…</translation>
    </message>
    <message>
      <source>PDF document…</source>
      <comment>page.export_pdf</comment>
      <translation>PDF document…</translation>
    </message>
    <message>
      <source>PNG image…</source>
      <comment>page.export_png</comment>
      <translation>PNG image…</translation>
    </message>
    <message>
      <source>SVG drawing…</source>
      <comment>page.export_svg</comment>
      <translation>SVG drawing…</translation>
    </message>
    <message>
      <source>Looking for charts… {n} so far</source>
      <comment>page.finding</comment>
      <translation>Looking for charts… {n} so far</translation>
    </message>
    <message>
      <source>{title}: open large</source>
      <comment>page.open</comment>
      <translation>{title}: open large</translation>
    </message>
    <message>
      <source>Progress of the page</source>
      <comment>page.progress</comment>
      <translation>Progress of the page</translation>
    </message>
    <message>
      <source>{name}: several views</source>
      <comment>page.title</comment>
      <translation>{name}: several views</translation>
    </message>
    <message>
      <source>Type a few letters of a command</source>
      <comment>palette.hint</comment>
      <translation>Type a few letters of a command</translation>
    </message>
    <message>
      <source>Clipboard</source>
      <comment>paste.name</comment>
      <translation>Clipboard</translation>
    </message>
    <message>
      <source>Pinned chart</source>
      <comment>pinned.name</comment>
      <translation>Pinned chart</translation>
    </message>
    <message>
      <source>Something tried to reach {places}.</source>
      <comment>privacy.attempts</comment>
      <translation>Something tried to reach {places}.</translation>
    </message>
    <message>
      <source>The test found something.</source>
      <comment>privacy.broken</comment>
      <translation>The test found something.</translation>
    </message>
    <message>
      <source>You have set a team server: descriptions of your tables (column names and a few sample values, no rows) are sent to {address}.</source>
      <comment>privacy.endpoint</comment>
      <translation>You have set a team server: descriptions of your tables (column names and a few sample values, no rows) are sent to {address}.</translation>
    </message>
    <message>
      <source>Nothing left this computer.</source>
      <comment>privacy.holds</comment>
      <translation>Nothing left this computer.</translation>
    </message>
    <message>
      <source>Of {n} loaded modules these could use a network and did not: {names}.</source>
      <comment>privacy.modules</comment>
      <translation>Of {n} loaded modules these could use a network and did not: {names}.</translation>
    </message>
    <message>
      <source>No code asked for a connection to another computer.</source>
      <comment>privacy.no_attempts</comment>
      <translation>No code asked for a connection to another computer.</translation>
    </message>
    <message>
      <source>A connection was tried on purpose, and the guard did not see it.</source>
      <comment>privacy.not_refused</comment>
      <translation>A connection was tried on purpose, and the guard did not see it.</translation>
    </message>
    <message>
      <source>Your tables are read, understood and drawn on this computer. There is no telemetry, no account and no update check. This window's process refuses every connection to another computer; fetching a model or asking a team server happens in a process of its own, and only if you set it up.</source>
      <comment>privacy.promise</comment>
      <translation>Your tables are read, understood and drawn on this computer. There is no telemetry, no account and no update check. This window's process refuses every connection to another computer; fetching a model or asking a team server happens in a process of its own, and only if you set it up.</translation>
    </message>
    <message>
      <source>A connection was tried on purpose: the guard saw it and refused it.</source>
      <comment>privacy.refused</comment>
      <translation>A connection was tried on purpose: the guard saw it and refused it.</translation>
    </message>
    <message>
      <source>Recommending and drawing a chart in a watched process…</source>
      <comment>privacy.running</comment>
      <translation>Recommending and drawing a chart in a watched process…</translation>
    </message>
    <message>
      <source>{n:network socket was|network sockets were} open at the end.</source>
      <comment>privacy.sockets</comment>
      <translation>{n:network socket was|network sockets were} open at the end.</translation>
    </message>
    <message>
      <source>Test it now</source>
      <comment>privacy.test</comment>
      <translation>Test it now</translation>
    </message>
    <message>
      <source>Privacy</source>
      <comment>privacy.title</comment>
      <translation>Privacy</translation>
    </message>
    <message>
      <source>A sample table was read, {model} reasoned about it, and a {chart} was drawn.</source>
      <comment>privacy.worked</comment>
      <translation>A sample table was read, {model} reasoned about it, and a {chart} was drawn.</translation>
    </message>
    <message>
      <source>Given</source>
      <comment>quality.answers</comment>
      <translation>Given</translation>
    </message>
    <message>
      <source>Right chart type on {n} real tables that it had not seen: {value}</source>
      <comment>quality.best</comment>
      <translation>Right chart type on {n} real tables that it had not seen: {value}</translation>
    </message>
    <message>
      <source>Wanted</source>
      <comment>quality.cases</comment>
      <translation>Wanted</translation>
    </message>
    <message>
      <source>Chart</source>
      <comment>quality.chart</comment>
      <translation>Chart</translation>
    </message>
    <message>
      <source>Claims of its reasoning that are true: {value}</source>
      <comment>quality.claims</comment>
      <translation>Claims of its reasoning that are true: {value}</translation>
    </message>
    <message>
      <source>Right columns in the right places: {value}</source>
      <comment>quality.encode</comment>
      <translation>Right columns in the right places: {value}</translation>
    </message>
    <message>
      <source>Version {version} · {parameters} parameters · {megabytes} MB · measured on {hardware}</source>
      <comment>quality.facts</comment>
      <translation>Version {version} · {parameters} parameters · {megabytes} MB · measured on {hardware}</translation>
    </message>
    <message>
      <source>Too few tables for a firm figure</source>
      <comment>quality.few</comment>
      <translation>Too few tables for a firm figure</translation>
    </message>
    <message>
      <source>{value} (95 % interval {low} to {high})</source>
      <comment>quality.interval</comment>
      <translation>{value} (95 % interval {low} to {high})</translation>
    </message>
    <message>
      <source>Reading the figures…</source>
      <comment>quality.loading</comment>
      <translation>Reading the figures…</translation>
    </message>
    <message>
      <source>Measured by us on the public GPT-Vis tables, none of which the model was taught. Tables of the same shape carry different labels there, so nobody reaches 100 %. Grey rows rest on fewer than 8 tables.</source>
      <comment>quality.note</comment>
      <translation>Measured by us on the public GPT-Vis tables, none of which the model was taught. Tables of the same shape carry different labels there, so nobody reaches 100 %. Grey rows rest on fewer than 8 tables.</translation>
    </message>
    <message>
      <source>Right when given</source>
      <comment>quality.precision</comment>
      <translation>Right when given</translation>
    </message>
    <message>
      <source>Found</source>
      <comment>quality.recall</comment>
      <translation>Found</translation>
    </message>
    <message>
      <source>Seconds per answer on average: {value}</source>
      <comment>quality.seconds</comment>
      <translation>Seconds per answer on average: {value}</translation>
    </message>
    <message>
      <source>Right type among the first three: {value}</source>
      <comment>quality.three</comment>
      <translation>Right type among the first three: {value}</translation>
    </message>
    <message>
      <source>Quality of the model</source>
      <comment>quality.title</comment>
      <translation>Quality of the model</translation>
    </message>
    <message>
      <source>Contents</source>
      <comment>reader.contents</comment>
      <translation>Contents</translation>
    </message>
    <message>
      <source>{n} of {total}</source>
      <comment>reader.found</comment>
      <translation>{n} of {total}</translation>
    </message>
    <message>
      <source>Next place</source>
      <comment>reader.next</comment>
      <translation>Next place</translation>
    </message>
    <message>
      <source>Nothing found</source>
      <comment>reader.nothing</comment>
      <translation>Nothing found</translation>
    </message>
    <message>
      <source>Previous place</source>
      <comment>reader.previous</comment>
      <translation>Previous place</translation>
    </message>
    <message>
      <source>Find in this page</source>
      <comment>reader.search</comment>
      <translation>Find in this page</translation>
    </message>
    <message>
      <source>All dates: day first</source>
      <comment>reading.all_day_first</comment>
      <translation>All dates: day first</translation>
    </message>
    <message>
      <source>All dates: month first</source>
      <comment>reading.all_month_first</comment>
      <translation>All dates: month first</translation>
    </message>
    <message>
      <source>Arabic</source>
      <comment>reading.arabic</comment>
      <translation>Arabic</translation>
    </message>
    <message>
      <source>Central European</source>
      <comment>reading.central</comment>
      <translation>Central European</translation>
    </message>
    <message>
      <source>comma</source>
      <comment>reading.comma</comment>
      <translation>comma</translation>
    </message>
    <message>
      <source>Cyrillic</source>
      <comment>reading.cyrillic</comment>
      <translation>Cyrillic</translation>
    </message>
    <message>
      <source>Decimal mark</source>
      <comment>reading.decimal</comment>
      <translation>Decimal mark</translation>
    </message>
    <message>
      <source>Unclear columns: {n}</source>
      <comment>reading.doubts</comment>
      <translation>Unclear columns: {n}</translation>
    </message>
    <message>
      <source>Leave out the rows of totals</source>
      <comment>reading.drop_totals</comment>
      <translation>Leave out the rows of totals</translation>
    </message>
    <message>
      <source>Fill the blank cells below a group's name</source>
      <comment>reading.fill_blanks</comment>
      <translation>Fill the blank cells below a group's name</translation>
    </message>
    <message>
      <source>Greek</source>
      <comment>reading.greek</comment>
      <translation>Greek</translation>
    </message>
    <message>
      <source>Let vizapp guess</source>
      <comment>reading.guess</comment>
      <translation>Let vizapp guess</translation>
    </message>
    <message>
      <source>header in row {row}</source>
      <comment>reading.header</comment>
      <translation>header in row {row}</translation>
    </message>
    <message>
      <source>header of {n:row|rows}</source>
      <comment>reading.header_rows</comment>
      <translation>header of {n:row|rows}</translation>
    </message>
    <message>
      <source>Hebrew</source>
      <comment>reading.hebrew</comment>
      <translation>Hebrew</translation>
    </message>
    <message>
      <source>Japanese</source>
      <comment>reading.japanese</comment>
      <translation>Japanese</translation>
    </message>
    <message>
      <source>Leave the blank cells of groups blank</source>
      <comment>reading.keep_blanks</comment>
      <translation>Leave the blank cells of groups blank</translation>
    </message>
    <message>
      <source>Keep the rows of totals</source>
      <comment>reading.keep_totals</comment>
      <translation>Keep the rows of totals</translation>
    </message>
    <message>
      <source>Korean</source>
      <comment>reading.korean</comment>
      <translation>Korean</translation>
    </message>
    <message>
      <source>Looking into the file…</source>
      <comment>reading.listing</comment>
      <translation>Looking into the file…</translation>
    </message>
    <message>
      <source>More</source>
      <comment>reading.more</comment>
      <translation>More</translation>
    </message>
    <message>
      <source>Separator: {what}</source>
      <comment>reading.name_delimiter</comment>
      <translation>Separator: {what}</translation>
    </message>
    <message>
      <source>Can be read in two ways:</source>
      <comment>reading.name_doubts</comment>
      <translation>Can be read in two ways:</translation>
    </message>
    <message>
      <source>Encoding: {what}</source>
      <comment>reading.name_encoding</comment>
      <translation>Encoding: {what}</translation>
    </message>
    <message>
      <source>Header: {what}</source>
      <comment>reading.name_header_rows</comment>
      <translation>Header: {what}</translation>
    </message>
    <message>
      <source>Table: {what}</source>
      <comment>reading.name_part</comment>
      <translation>Table: {what}</translation>
    </message>
    <message>
      <source>no header row</source>
      <comment>reading.no_header</comment>
      <translation>no header row</translation>
    </message>
    <message>
      <source>none</source>
      <comment>reading.none</comment>
      <translation>none</translation>
    </message>
    <message>
      <source>Notes: {n}</source>
      <comment>reading.notes</comment>
      <translation>Notes: {n}</translation>
    </message>
    <message>
      <source>one column</source>
      <comment>reading.one_column</comment>
      <translation>one column</translation>
    </message>
    <message>
      <source>bar</source>
      <comment>reading.pipe</comment>
      <translation>bar</translation>
    </message>
    <message>
      <source>Quote character</source>
      <comment>reading.quote</comment>
      <translation>Quote character</translation>
    </message>
    <message>
      <source>Back to what vizapp guessed</source>
      <comment>reading.reset</comment>
      <translation>Back to what vizapp guessed</translation>
    </message>
    <message>
      <source>{size}, a sample of about {total}</source>
      <comment>reading.sampled</comment>
      <translation>{size}, a sample of about {total}</translation>
    </message>
    <message>
      <source>semicolon</source>
      <comment>reading.semicolon</comment>
      <translation>semicolon</translation>
    </message>
    <message>
      <source>sheet "{sheet}"</source>
      <comment>reading.sheet</comment>
      <translation>sheet "{sheet}"</translation>
    </message>
    <message>
      <source>Chinese, simplified</source>
      <comment>reading.simplified</comment>
      <translation>Chinese, simplified</translation>
    </message>
    <message>
      <source>Lines left out above: {n}…</source>
      <comment>reading.skip</comment>
      <translation>Lines left out above: {n}…</translation>
    </message>
    <message>
      <source>Lines to leave out above the header</source>
      <comment>reading.skip_title</comment>
      <translation>Lines to leave out above the header</translation>
    </message>
    <message>
      <source>space</source>
      <comment>reading.space</comment>
      <translation>space</translation>
    </message>
    <message>
      <source>tab</source>
      <comment>reading.tab</comment>
      <translation>tab</translation>
    </message>
    <message>
      <source>Thai</source>
      <comment>reading.thai</comment>
      <translation>Thai</translation>
    </message>
    <message>
      <source>Chinese, traditional</source>
      <comment>reading.traditional</comment>
      <translation>Chinese, traditional</translation>
    </message>
    <message>
      <source>Turkish</source>
      <comment>reading.turkish</comment>
      <translation>Turkish</translation>
    </message>
    <message>
      <source>Western European</source>
      <comment>reading.western</comment>
      <translation>Western European</translation>
    </message>
    <message>
      <source>Read every row</source>
      <comment>reading.whole</comment>
      <translation>Read every row</translation>
    </message>
    <message>
      <source>Guessed: {why} (sure to {share})</source>
      <comment>reading.why</comment>
      <translation>Guessed: {why} (sure to {share})</translation>
    </message>
    <message>
      <source>Checked against the table</source>
      <comment>reason.claims</comment>
      <translation>Checked against the table</translation>
    </message>
    <message>
      <source>{right} of {all} right</source>
      <comment>reason.claims_count</comment>
      <translation>{right} of {all} right</translation>
    </message>
    <message>
      <source>Copy the reasoning</source>
      <comment>reason.copy</comment>
      <translation>Copy the reasoning</translation>
    </message>
    <message>
      <source>The model's reasoning appears here, step by step.</source>
      <comment>reason.empty</comment>
      <translation>The model's reasoning appears here, step by step.</translation>
    </message>
    <message>
      <source>Show one line of each step</source>
      <comment>reason.fold</comment>
      <translation>Show one line of each step</translation>
    </message>
    <message>
      <source>The chart follows your words: {chart}. The thought is about the model's own choice: {other}.</source>
      <comment>reason.literal</comment>
      <translation>The chart follows your words: {chart}. The thought is about the model's own choice: {other}.</translation>
    </message>
    <message>
      <source>The model is thinking</source>
      <comment>reason.progress</comment>
      <translation>The model is thinking</translation>
    </message>
    <message>
      <source>Stopped.</source>
      <comment>reason.stopped</comment>
      <translation>Stopped.</translation>
    </message>
    <message>
      <source>Reasoning</source>
      <comment>reason.title</comment>
      <translation>Reasoning</translation>
    </message>
    <message>
      <source>Show all of every step</source>
      <comment>reason.unfold</comment>
      <translation>Show all of every step</translation>
    </message>
    <message>
      <source>The model is reading the table…</source>
      <comment>reason.waiting</comment>
      <translation>The model is reading the table…</translation>
    </message>
    <message>
      <source>Chinese cities: rain and heat</source>
      <comment>sample.cities_zh</comment>
      <translation>Chinese cities: rain and heat</translation>
    </message>
    <message>
      <source>Weather of cities by month</source>
      <comment>sample.city_weather_en</comment>
      <translation>Weather of cities by month</translation>
    </message>
    <message>
      <source>Employees and their pay</source>
      <comment>sample.employees_en</comment>
      <translation>Employees and their pay</translation>
    </message>
    <message>
      <source>Energy from source to use</source>
      <comment>sample.energy_flows_en</comment>
      <translation>Energy from source to use</translation>
    </message>
    <message>
      <source>Monthly sales by region</source>
      <comment>sample.monthly_sales_en</comment>
      <translation>Monthly sales by region</translation>
    </message>
    <message>
      <source>Monthly sales (Chinese)</source>
      <comment>sample.monthly_sales_zh</comment>
      <translation>Monthly sales (Chinese)</translation>
    </message>
    <message>
      <source>Plan of a project</source>
      <comment>sample.project_plan_en</comment>
      <translation>Plan of a project</translation>
    </message>
    <message>
      <source>Steps of a purchase (Chinese)</source>
      <comment>sample.purchase_funnel_zh</comment>
      <translation>Steps of a purchase (Chinese)</translation>
    </message>
    <message>
      <source>From visit to sign-up</source>
      <comment>sample.signup_funnel_en</comment>
      <translation>From visit to sign-up</translation>
    </message>
    <message>
      <source>Closing prices (Chinese)</source>
      <comment>sample.stock_close_zh</comment>
      <translation>Closing prices (Chinese)</translation>
    </message>
    <message>
      <source>Daily stock prices (Chinese)</source>
      <comment>sample.stock_ohlc_zh</comment>
      <translation>Daily stock prices (Chinese)</translation>
    </message>
    <message>
      <source>Revenue of stores (Chinese, GB18030)</source>
      <comment>sample.store_revenue_zh_gb18030</comment>
      <translation>Revenue of stores (Chinese, GB18030)</translation>
    </message>
    <message>
      <source>Scores by subject (Chinese)</source>
      <comment>sample.subject_scores_zh</comment>
      <translation>Scores by subject (Chinese)</translation>
    </message>
    <message>
      <source>Visits to a website</source>
      <comment>sample.website_traffic_en</comment>
      <translation>Visits to a website</translation>
    </message>
    <message>
      <source>with {names}</source>
      <comment>second.added</comment>
      <translation>with {names}</translation>
    </message>
    <message>
      <source>Second opinion: {model} agrees: {why}</source>
      <comment>second.agrees</comment>
      <translation>Second opinion: {model} agrees: {why}</translation>
    </message>
    <message>
      <source>Both models agree</source>
      <comment>second.card_agrees</comment>
      <translation>Both models agree</translation>
    </message>
    <message>
      <source>Second opinion</source>
      <comment>second.card_differs</comment>
      <translation>Second opinion</translation>
    </message>
    <message>
      <source>a {chart} instead</source>
      <comment>second.component</comment>
      <translation>a {chart} instead</translation>
    </message>
    <message>
      <source>Second opinion: {model} disagrees: {why}</source>
      <comment>second.differs</comment>
      <translation>Second opinion: {model} disagrees: {why}</translation>
    </message>
    <message>
      <source>without {names}</source>
      <comment>second.dropped</comment>
      <translation>without {names}</translation>
    </message>
    <message>
      <source>Second opinion: {model} gave none. {why}</source>
      <comment>second.failed</comment>
      <translation>Second opinion: {model} gave none. {why}</translation>
    </message>
    <message>
      <source>same columns in other places</source>
      <comment>second.moved</comment>
      <translation>same columns in other places</translation>
    </message>
    <message>
      <source>a {chart}, where the first answer has none</source>
      <comment>second.only</comment>
      <translation>a {chart}, where the first answer has none</translation>
    </message>
    <message>
      <source>same chart and columns, other sorting, grouping or filters</source>
      <comment>second.options</comment>
      <translation>same chart and columns, other sorting, grouping or filters</translation>
    </message>
    <message>
      <source>same chart, same columns</source>
      <comment>second.same</comment>
      <translation>same chart, same columns</translation>
    </message>
    <message>
      <source>Second opinion: {model} finds no chart. {why}</source>
      <comment>second.silent</comment>
      <translation>Second opinion: {model} finds no chart. {why}</translation>
    </message>
    <message>
      <source>Second opinion: {model} was stopped</source>
      <comment>second.stopped</comment>
      <translation>Second opinion: {model} was stopped</translation>
    </message>
    <message>
      <source>Second opinion: {model} is thinking in the background</source>
      <comment>second.thinking</comment>
      <translation>Second opinion: {model} is thinking in the background</translation>
    </message>
    <message>
      <source>Second opinion</source>
      <comment>second.title</comment>
      <translation>Second opinion</translation>
    </message>
    <message>
      <source>Add a column</source>
      <comment>shelf.add</comment>
      <translation>Add a column</translation>
    </message>
    <message>
      <source>{title}: {name}. Press for other columns.</source>
      <comment>shelf.change</comment>
      <translation>{title}: {name}. Press for other columns.</translation>
    </message>
    <message>
      <source>Chart type</source>
      <comment>shelf.component</comment>
      <translation>Chart type</translation>
    </message>
    <message>
      <source>Drag a column here</source>
      <comment>shelf.drop</comment>
      <translation>Drag a column here</translation>
    </message>
    <message>
      <source>{name} does not fit {title}</source>
      <comment>shelf.misfit</comment>
      <translation>{name} does not fit {title}</translation>
    </message>
    <message>
      <source>No column fits</source>
      <comment>shelf.nothing</comment>
      <translation>No column fits</translation>
    </message>
    <message>
      <source>Remove {name}</source>
      <comment>shelf.remove</comment>
      <translation>Remove {name}</translation>
    </message>
    <message>
      <source>needed</source>
      <comment>shelf.required</comment>
      <translation>needed</translation>
    </message>
    <message>
      <source>Edit</source>
      <comment>side.edit</comment>
      <translation>Edit</translation>
    </message>
    <message>
      <source>History</source>
      <comment>side.history</comment>
      <translation>History</translation>
    </message>
    <message>
      <source>Reasoning</source>
      <comment>side.reasoning</comment>
      <translation>Reasoning</translation>
    </message>
    <message>
      <source>{votes} of {samples} samples agree</source>
      <comment>status.agreement</comment>
      <translation>{votes} of {samples} samples agree</translation>
    </message>
    <message>
      <source>Failed</source>
      <comment>status.failed</comment>
      <translation>Failed</translation>
    </message>
    <message>
      <source>Ready for a table</source>
      <comment>status.idle</comment>
      <translation>Ready for a table</translation>
    </message>
    <message>
      <source>Reading…</source>
      <comment>status.loading</comment>
      <translation>Reading…</translation>
    </message>
    <message>
      <source>Runs on this computer only</source>
      <comment>status.local</comment>
      <translation>Runs on this computer only</translation>
    </message>
    <message>
      <source>Model: {model}</source>
      <comment>status.model</comment>
      <translation>Model: {model}</translation>
    </message>
    <message>
      <source>Done</source>
      <comment>status.ready</comment>
      <translation>Done</translation>
    </message>
    <message>
      <source>Thinking…</source>
      <comment>status.reasoning</comment>
      <translation>Thinking…</translation>
    </message>
    <message>
      <source>Descriptions go to {host}</source>
      <comment>status.remote</comment>
      <translation>Descriptions go to {host}</translation>
    </message>
    <message>
      <source>{seconds} s</source>
      <comment>status.seconds</comment>
      <translation>{seconds} s</translation>
    </message>
    <message>
      <source>{n} tokens/s</source>
      <comment>status.speed</comment>
      <translation>{n} tokens/s</translation>
    </message>
    <message>
      <source>Stopped</source>
      <comment>status.stopped</comment>
      <translation>Stopped</translation>
    </message>
    <message>
      <source>Opening the file…</source>
      <comment>step.</comment>
      <translation>Opening the file…</translation>
    </message>
    <message>
      <source>Describing the attributes</source>
      <comment>step.profile</comment>
      <translation>Describing the attributes</translation>
    </message>
    <message>
      <source>Reading the rows</source>
      <comment>step.read</comment>
      <translation>Reading the rows</translation>
    </message>
    <message>
      <source>New tab</source>
      <comment>tab.new</comment>
      <translation>New tab</translation>
    </message>
    <message>
      <source>{name}
{type}, {n} distinct</source>
      <comment>table.column_tip</comment>
      <translation>{name}
{type}, {n} distinct</translation>
    </message>
    <message>
      <source>{name}
{type}, {n} distinct, in {unit}</source>
      <comment>table.column_tip_unit</comment>
      <translation>{name}
{type}, {n} distinct, in {unit}</translation>
    </message>
    <message>
      <source>{n:value|values}</source>
      <comment>table.distinct_short</comment>
      <translation>{n:value|values}</translation>
    </message>
    <message>
      <source>first {shown} of {rows:row|rows}</source>
      <comment>table.first</comment>
      <translation>first {shown} of {rows:row|rows}</translation>
    </message>
    <message>
      <source>missing</source>
      <comment>table.missing</comment>
      <translation>missing</translation>
    </message>
    <message>
      <source>Table preview</source>
      <comment>table.name</comment>
      <translation>Table preview</translation>
    </message>
    <message>
      <source>{rows:row|rows} × {columns:column|columns}</source>
      <comment>table.size</comment>
      <translation>{rows:row|rows} × {columns:column|columns}</translation>
    </message>
    <message>
      <source>Learning, privacy and quality</source>
      <comment>trust.title</comment>
      <translation>Learning, privacy and quality</translation>
    </message>
    <message>
      <source>yes/no</source>
      <comment>type.BOOL</comment>
      <translation>yes/no</translation>
    </message>
    <message>
      <source>date</source>
      <comment>type.DATE</comment>
      <translation>date</translation>
    </message>
    <message>
      <source>number</source>
      <comment>type.DOUBLE</comment>
      <translation>number</translation>
    </message>
    <message>
      <source>integer</source>
      <comment>type.INT</comment>
      <translation>integer</translation>
    </message>
    <message>
      <source>text</source>
      <comment>type.STR</comment>
      <translation>text</translation>
    </message>
    <message>
      <source>Discard</source>
      <comment>welcome.discard</comment>
      <translation>Discard</translation>
    </message>
    <message>
      <source>Remove from the list</source>
      <comment>welcome.forget</comment>
      <translation>Remove from the list</translation>
    </message>
    <message>
      <source>Not closed last time: {names}</source>
      <comment>welcome.kept</comment>
      <translation>Not closed last time: {names}</translation>
    </message>
    <message>
      <source>{names} and {n} more</source>
      <comment>welcome.kept_more</comment>
      <translation>{names} and {n} more</translation>
    </message>
    <message>
      <source>CSV, TSV, Excel, JSON, Parquet, a database or a web page; several at once open in tabs</source>
      <comment>welcome.kinds</comment>
      <translation>CSV, TSV, Excel, JSON, Parquet, a database or a web page; several at once open in tabs</translation>
    </message>
    <message>
      <source>Open a file…</source>
      <comment>welcome.open</comment>
      <translation>Open a file…</translation>
    </message>
    <message>
      <source>Paste a table</source>
      <comment>welcome.paste</comment>
      <translation>Paste a table</translation>
    </message>
    <message>
      <source>Your data stays on this computer: the model runs here, without a network.</source>
      <comment>welcome.private</comment>
      <translation>Your data stays on this computer: the model runs here, without a network.</translation>
    </message>
    <message>
      <source>Recent</source>
      <comment>welcome.recent</comment>
      <translation>Recent</translation>
    </message>
    <message>
      <source>Restore</source>
      <comment>welcome.restore</comment>
      <translation>Restore</translation>
    </message>
    <message>
      <source>Or try a sample</source>
      <comment>welcome.samples</comment>
      <translation>Or try a sample</translation>
    </message>
    <message>
      <source>Drop a table here</source>
      <comment>welcome.title</comment>
      <translation>Drop a table here</translation>
    </message>
    <message>
      <source>The chart shows a sample of about {n} rows. {why}</source>
      <comment>whole.failed</comment>
      <translation>The chart shows a sample of about {n} rows. {why}</translation>
    </message>
    <message>
      <source>Read every row</source>
      <comment>whole.start</comment>
      <translation>Read every row</translation>
    </message>
    <message>
      <source>The chart shows a sample of about {n} rows</source>
      <comment>whole.stopped</comment>
      <translation>The chart shows a sample of about {n} rows</translation>
    </message>
    <message>
      <source>Every row of the file</source>
      <comment>whole.title</comment>
      <translation>Every row of the file</translation>
    </message>
    <message>
      <source>The chart shows a sample; reading all of about {n} rows: {share}</source>
      <comment>whole.working</comment>
      <translation>The chart shows a sample; reading all of about {n} rows: {share}</translation>
    </message>
    <message>
      <source>{title}: fits, press to draw. {why}</source>
      <comment>whynot.fits</comment>
      <translation>{title}: fits, press to draw. {why}</translation>
    </message>
    <message>
      <source>{title}: does not fit. {why}</source>
      <comment>whynot.misses</comment>
      <translation>{title}: does not fit. {why}</translation>
    </message>
    <message>
      <source>Search charts</source>
      <comment>whynot.search</comment>
      <translation>Search charts</translation>
    </message>
    <message>
      <source>{n:chart fits|charts fit} this table; {other} would need other columns.</source>
      <comment>whynot.tally</comment>
      <translation>{n:chart fits|charts fit} this table; {other} would need other columns.</translation>
    </message>
    <message>
      <source>Why not another chart?</source>
      <comment>whynot.title</comment>
      <translation>Why not another chart?</translation>
    </message>
  </context>
  <context>
    <name>vizapp.plurals</name>
    <message numerus="yes">
      <source>%n charts fit</source>
      <comment>chart fits|charts fit</comment>
      <translation>
        <numerusform>%n chart fits</numerusform>
        <numerusform>%n charts fit</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n charts</source>
      <comment>chart|charts</comment>
      <translation>
        <numerusform>%n chart</numerusform>
        <numerusform>%n charts</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n choices</source>
      <comment>choice|choices</comment>
      <translation>
        <numerusform>%n choice</numerusform>
        <numerusform>%n choices</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n columns</source>
      <comment>column|columns</comment>
      <translation>
        <numerusform>%n column</numerusform>
        <numerusform>%n columns</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n damaged lines are</source>
      <comment>damaged line is|damaged lines are</comment>
      <translation>
        <numerusform>%n damaged line is</numerusform>
        <numerusform>%n damaged lines are</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n hints</source>
      <comment>hint|hints</comment>
      <translation>
        <numerusform>%n hint</numerusform>
        <numerusform>%n hints</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n network sockets were</source>
      <comment>network socket was|network sockets were</comment>
      <translation>
        <numerusform>%n network socket was</numerusform>
        <numerusform>%n network sockets were</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n rows</source>
      <comment>row|rows</comment>
      <translation>
        <numerusform>%n row</numerusform>
        <numerusform>%n rows</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n tables</source>
      <comment>table|tables</comment>
      <translation>
        <numerusform>%n table</numerusform>
        <numerusform>%n tables</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n values</source>
      <comment>value|values</comment>
      <translation>
        <numerusform>%n value</numerusform>
        <numerusform>%n values</numerusform>
      </translation>
    </message>
  </context>
</TS>
