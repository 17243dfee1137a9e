<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
  <context>
    <name>vizapp</name>
    <message>
      <source>About vizapp</source>
      <comment>action.about</comment>
      <translation>关于 vizapp</translation>
    </message>
    <message>
      <source>Recommend again</source>
      <comment>action.again</comment>
      <translation>重新推荐</translation>
    </message>
    <message>
      <source>Show chart 1</source>
      <comment>action.chart_1</comment>
      <translation>显示图表 1</translation>
    </message>
    <message>
      <source>Show chart 2</source>
      <comment>action.chart_2</comment>
      <translation>显示图表 2</translation>
    </message>
    <message>
      <source>Show chart 3</source>
      <comment>action.chart_3</comment>
      <translation>显示图表 3</translation>
    </message>
    <message>
      <source>Show chart 4</source>
      <comment>action.chart_4</comment>
      <translation>显示图表 4</translation>
    </message>
    <message>
      <source>Show chart 5</source>
      <comment>action.chart_5</comment>
      <translation>显示图表 5</translation>
    </message>
    <message>
      <source>Close tab</source>
      <comment>action.close_tab</comment>
      <translation>关闭标签页</translation>
    </message>
    <message>
      <source>Copy image</source>
      <comment>action.copy_image</comment>
      <translation>复制图片</translation>
    </message>
    <message>
      <source>Copy as SVG</source>
      <comment>action.copy_svg</comment>
      <translation>复制为 SVG</translation>
    </message>
    <message>
      <source>Copy values</source>
      <comment>action.copy_values</comment>
      <translation>复制数值</translation>
    </message>
    <message>
      <source>Export…</source>
      <comment>action.export</comment>
      <translation>导出…</translation>
    </message>
    <message>
      <source>Interactive HTML…</source>
      <comment>action.export_html</comment>
      <translation>可交互 HTML…</translation>
    </message>
    <message>
      <source>Vega-Lite JSON…</source>
      <comment>action.export_json</comment>
      <translation>Vega-Lite JSON…</translation>
    </message>
    <message>
      <source>Training record (JSON Lines)…</source>
      <comment>action.export_jsonl</comment>
      <translation>训练记录（JSON Lines）…</translation>
    </message>
    <message>
      <source>PDF document…</source>
      <comment>action.export_pdf</comment>
      <translation>PDF 文档…</translation>
    </message>
    <message>
      <source>PNG image…</source>
      <comment>action.export_png</comment>
      <translation>PNG 图片…</translation>
    </message>
    <message>
      <source>PowerPoint slide…</source>
      <comment>action.export_pptx</comment>
      <translation>PowerPoint 幻灯片…</translation>
    </message>
    <message>
      <source>Altair script (Python)…</source>
      <comment>action.export_py</comment>
      <translation>Altair 脚本（Python）…</translation>
    </message>
    <message>
      <source>SVG drawing…</source>
      <comment>action.export_svg</comment>
      <translation>SVG 矢量图…</translation>
    </message>
    <message>
      <source>Go to the ask line</source>
      <comment>action.focus_ask</comment>
      <translation>转到提问栏</translation>
    </message>
    <message>
      <source>Change the chart by talking</source>
      <comment>action.focus_chat</comment>
      <translation>用一句话修改图表</translation>
    </message>
    <message>
      <source>Go to the message</source>
      <comment>action.focus_notice</comment>
      <translation>转到提示</translation>
    </message>
    <message>
      <source>User guide</source>
      <comment>action.guide</comment>
      <translation>使用指南</translation>
    </message>
    <message>
      <source>Hints about this chart</source>
      <comment>action.hints</comment>
      <translation>关于此图的建议</translation>
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
      <translation>从我的选择中学到的…</translation>
    </message>
    <message>
      <source>Open-source licences</source>
      <comment>action.licences</comment>
      <translation>开源许可</translation>
    </message>
    <message>
      <source>Models…</source>
      <comment>action.models</comment>
      <translation>模型…</translation>
    </message>
    <message>
      <source>More charts on one page</source>
      <comment>action.more_charts</comment>
      <translation>多图一览</translation>
    </message>
    <message>
      <source>New tab</source>
      <comment>action.new_tab</comment>
      <translation>新建标签页</translation>
    </message>
    <message>
      <source>Next tab</source>
      <comment>action.next_tab</comment>
      <translation>下一个标签页</translation>
    </message>
    <message>
      <source>Open…</source>
      <comment>action.open</comment>
      <translation>打开…</translation>
    </message>
    <message>
      <source>All commands…</source>
      <comment>action.palette</comment>
      <translation>全部命令…</translation>
    </message>
    <message>
      <source>Paste a table</source>
      <comment>action.paste</comment>
      <translation>粘贴表格</translation>
    </message>
    <message>
      <source>Pin this chart beside</source>
      <comment>action.pin</comment>
      <translation>固定此图用于对比</translation>
    </message>
    <message>
      <source>Previous tab</source>
      <comment>action.previous_tab</comment>
      <translation>上一个标签页</translation>
    </message>
    <message>
      <source>Print…</source>
      <comment>action.print</comment>
      <translation>打印…</translation>
    </message>
    <message>
      <source>Privacy, with a test…</source>
      <comment>action.privacy</comment>
      <translation>隐私说明与自检…</translation>
    </message>
    <message>
      <source>How good is the model?</source>
      <comment>action.quality</comment>
      <translation>模型质量…</translation>
    </message>
    <message>
      <source>Quit</source>
      <comment>action.quit</comment>
      <translation>退出</translation>
    </message>
    <message>
      <source>Redo</source>
      <comment>action.redo</comment>
      <translation>重做</translation>
    </message>
    <message>
      <source>Reopen closed tab</source>
      <comment>action.reopen_tab</comment>
      <translation>重新打开关闭的标签页</translation>
    </message>
    <message>
      <source>Restore last session</source>
      <comment>action.restore_session</comment>
      <translation>恢复上次会话</translation>
    </message>
    <message>
      <source>Save project</source>
      <comment>action.save</comment>
      <translation>保存项目</translation>
    </message>
    <message>
      <source>Save project as…</source>
      <comment>action.save_as</comment>
      <translation>项目另存为…</translation>
    </message>
    <message>
      <source>Security and privacy</source>
      <comment>action.security</comment>
      <translation>安全与隐私</translation>
    </message>
    <message>
      <source>Stop</source>
      <comment>action.stop</comment>
      <translation>停止</translation>
    </message>
    <message>
      <source>Dark</source>
      <comment>action.theme_dark</comment>
      <translation>深色</translation>
    </message>
    <message>
      <source>Light</source>
      <comment>action.theme_light</comment>
      <translation>浅色</translation>
    </message>
    <message>
      <source>As the system</source>
      <comment>action.theme_system</comment>
      <translation>跟随系统</translation>
    </message>
    <message>
      <source>Light or dark</source>
      <comment>action.toggle_dark</comment>
      <translation>切换深浅色</translation>
    </message>
    <message>
      <source>Undo</source>
      <comment>action.undo</comment>
      <translation>撤销</translation>
    </message>
    <message>
      <source>Unpin</source>
      <comment>action.unpin</comment>
      <translation>取消固定</translation>
    </message>
    <message>
      <source>Why not another chart?</source>
      <comment>action.why_not</comment>
      <translation>为什么不用别的图表？</translation>
    </message>
    <message>
      <source>{title}, {share}</source>
      <comment>alternatives.card</comment>
      <translation>{title}，{share}</translation>
    </message>
    <message>
      <source>Moved up, because you chose this for tables like this one.</source>
      <comment>alternatives.learned</comment>
      <translation>因为你为类似的表格选过它，所以排在前面。</translation>
    </message>
    <message>
      <source>Recommended charts</source>
      <comment>alternatives.name</comment>
      <translation>推荐的图表</translation>
    </message>
    <message>
      <source>More charts</source>
      <comment>alternatives.page</comment>
      <translation>多图一览</translation>
    </message>
    <message>
      <source>A page of several charts over different columns</source>
      <comment>alternatives.page_tip</comment>
      <translation>用不同的列画出多个图表，集中在一页</translation>
    </message>
    <message>
      <source>Good chart</source>
      <comment>alternatives.praise</comment>
      <translation>这个好</translation>
    </message>
    <message>
      <source>Remember on this computer that this chart suits tables like this one</source>
      <comment>alternatives.praise_tip</comment>
      <translation>在本机记住：这类表格适合这个图表</translation>
    </message>
    <message>
      <source>Cannot be drawn</source>
      <comment>alternatives.undrawn</comment>
      <translation>无法绘制</translation>
    </message>
    <message>
      <source>Why not …?</source>
      <comment>alternatives.why_not</comment>
      <translation>为什么不用…？</translation>
    </message>
    <message>
      <source>See every chart: draw it, or read what this table lacks for it</source>
      <comment>alternatives.why_not_tip</comment>
      <translation>查看所有图表：能画的直接画，不能画的说明缺什么</translation>
    </message>
    <message>
      <source>Ask or describe a chart</source>
      <comment>ask.name</comment>
      <translation>提问或描述想要的图表</translation>
    </message>
    <message>
      <source>Ask for a chart: top 5 regions, sales by month…</source>
      <comment>ask.placeholder</comment>
      <translation>想看什么？例如：前五名、按月汇总…</translation>
    </message>
    <message>
      <source>Recommend for this question</source>
      <comment>ask.submit</comment>
      <translation>按此要求推荐</translation>
    </message>
    <message>
      <source>Highlighted: {names}.</source>
      <comment>chart.chosen</comment>
      <translation>突出显示：{names}。</translation>
    </message>
    <message>
      <source>Click or Enter to highlight</source>
      <comment>chart.entry</comment>
      <translation>单击或按回车键突出显示</translation>
    </message>
    <message>
      <source>Highlighted; Esc shows all alike</source>
      <comment>chart.entry_chosen</comment>
      <translation>已突出显示；按 Esc 键恢复</translation>
    </message>
    <message>
      <source>{title}. {n} marks; arrow keys walk through them.</source>
      <comment>chart.marks</comment>
      <translation>{title}。{n} 个图形，可用方向键逐个查看。</translation>
    </message>
    <message>
      <source>Chart</source>
      <comment>chart.name</comment>
      <translation>图表</translation>
    </message>
    <message>
      <source>No chart for this question</source>
      <comment>chart.none</comment>
      <translation>这个问题没有合适的图表</translation>
    </message>
    <message>
      <source>Stopped before a chart was chosen. Ctrl+R tries again.</source>
      <comment>chart.stopped</comment>
      <translation>在选定图表之前已停止。按 Ctrl+R 可再试一次。</translation>
    </message>
    <message>
      <source>The chart appears here</source>
      <comment>chart.waiting</comment>
      <translation>图表将显示在这里</translation>
    </message>
    <message>
      <source>Zoomed: double-click or Home shows all</source>
      <comment>chart.zoomed</comment>
      <translation>已放大：双击或按 Home 键查看全部</translation>
    </message>
    <message>
      <source>The chart shows that already.</source>
      <comment>chat.already</comment>
      <translation>图表已经是这样了。</translation>
    </message>
    <message>
      <source>Nothing changed: the button Export at the top saves the chart as PNG, SVG, PDF, PowerPoint and more.</source>
      <comment>chat.export</comment>
      <translation>图表没有变化：请用上方的“导出”按钮，可存为 PNG、SVG、PDF、PowerPoint 等。</translation>
    </message>
    <message>
      <source>No answer: {why}</source>
      <comment>chat.failed</comment>
      <translation>没有回答：{why}</translation>
    </message>
    <message>
      <source>This chart is no longer kept.</source>
      <comment>chat.gone</comment>
      <translation>此图已不再保留。</translation>
    </message>
    <message>
      <source>Conversation</source>
      <comment>chat.log</comment>
      <translation>对话</translation>
    </message>
    <message>
      <source>Say what to change in this chart</source>
      <comment>chat.name</comment>
      <translation>说出要对这张图做的修改</translation>
    </message>
    <message>
      <source>Nothing changed: colours come in palettes; say “grey”, “warm colours” or “bright colours”, or choose one on the page Edit.</source>
      <comment>chat.no_color</comment>
      <translation>图表没有变化：颜色只能整套更换。可以说“灰度配色”“暖色配色”“鲜明配色”，或在“编辑”页选择。</translation>
    </message>
    <message>
      <source>Nothing changed: values are written on the chart wherever they have room; they cannot be switched on or off.</source>
      <comment>chat.no_labels</comment>
      <translation>图表没有变化：放得下时数值会自动标在图上，不能单独打开或关闭。</translation>
    </message>
    <message>
      <source>Nothing changed: vizapp places the legend by itself.</source>
      <comment>chat.no_legend</comment>
      <translation>图表没有变化：图例的位置由 vizapp 自动安排，不能单独设置。</translation>
    </message>
    <message>
      <source>There is nothing to redo.</source>
      <comment>chat.no_redo</comment>
      <translation>没有可以重做的修改。</translation>
    </message>
    <message>
      <source>There is nothing to undo.</source>
      <comment>chat.no_undo</comment>
      <translation>没有可以撤销的修改。</translation>
    </message>
    <message>
      <source>Nothing changed: where an axis begins cannot be set. Bars and areas always begin at zero, lines and points where their values are.</source>
      <comment>chat.no_zero</comment>
      <translation>图表没有变化：坐标轴的起点不能单独设置。柱形和面积总是从 0 开始，折线和散点按数据范围。</translation>
    </message>
    <message>
      <source>Change this chart: as bars, top 5, only 2024, by month…</source>
      <comment>chat.placeholder</comment>
      <translation>修改这张图：改成条形图、前五名、只看 2024 年、按月…</translation>
    </message>
    <message>
      <source>Done again: {what}</source>
      <comment>chat.redone</comment>
      <translation>已重做：{what}</translation>
    </message>
    <message>
      <source>This cannot be done: {why}</source>
      <comment>chat.refused</comment>
      <translation>做不到：{why}</translation>
    </message>
    <message>
      <source>Nothing changed: this was not understood. Say it differently, or use the page Edit.</source>
      <comment>chat.same</comment>
      <translation>图表没有变化：没有理解要改什么。请换一种说法，或在“编辑”页修改。</translation>
    </message>
    <message>
      <source>Change the chart</source>
      <comment>chat.send</comment>
      <translation>修改图表</translation>
    </message>
    <message>
      <source>Stopped; the chart is as it was.</source>
      <comment>chat.stopped</comment>
      <translation>已停止，图表保持原样。</translation>
    </message>
    <message>
      <source>Undone: {what}</source>
      <comment>chat.undone</comment>
      <translation>已撤销：{what}</translation>
    </message>
    <message>
      <source>Thinking…</source>
      <comment>chat.working</comment>
      <translation>正在思考…</translation>
    </message>
    <message>
      <source>Use all columns</source>
      <comment>columns.all</comment>
      <translation>使用全部列</translation>
    </message>
    <message>
      <source>{kept} of {total}</source>
      <comment>columns.count</comment>
      <translation>{total} 列中的 {kept} 列</translation>
    </message>
    <message>
      <source>05/06: day first</source>
      <comment>columns.day_first</comment>
      <translation>05/06：日在前</translation>
    </message>
    <message>
      <source>Find a column</source>
      <comment>columns.filter</comment>
      <translation>查找列</translation>
    </message>
    <message>
      <source>Left out: the model is not told about it.</source>
      <comment>columns.left_out</comment>
      <translation>已排除：模型不会看到这一列。</translation>
    </message>
    <message>
      <source>{share} missing</source>
      <comment>columns.missing</comment>
      <translation>{share} 缺失</translation>
    </message>
    <message>
      <source>05/06: month first</source>
      <comment>columns.month_first</comment>
      <translation>05/06：月在前</translation>
    </message>
    <message>
      <source>Tick at least one</source>
      <comment>columns.none</comment>
      <translation>请至少勾选一列</translation>
    </message>
    <message>
      <source>Columns</source>
      <comment>columns.title</comment>
      <translation>列</translation>
    </message>
    <message>
      <source>Unit…</source>
      <comment>columns.unit</comment>
      <translation>单位…</translation>
    </message>
    <message>
      <source>Unit of {name} (empty for none):</source>
      <comment>columns.unit_of</comment>
      <translation>{name} 的单位（留空表示没有）：</translation>
    </message>
    <message>
      <source>Type: {why}</source>
      <comment>columns.why</comment>
      <translation>类型依据：{why}</translation>
    </message>
    <message>
      <source>&lt;h3&gt;vizapp {version}&lt;/h3&gt;&lt;p&gt;Drop a table, read how the model reasons, get the chart that fits.&lt;/p&gt;&lt;p&gt;The model runs on this computer; no data leaves it.&lt;/p&gt;</source>
      <comment>dialog.about</comment>
      <translation>&lt;h3&gt;vizapp {version}&lt;/h3&gt;&lt;p&gt;拖入表格，看模型逐步推理，得到合适的图表。&lt;/p&gt;&lt;p&gt;模型在本机运行，数据不会离开这台电脑。&lt;/p&gt;</translation>
    </message>
    <message>
      <source>All files</source>
      <comment>dialog.all</comment>
      <translation>所有文件</translation>
    </message>
    <message>
      <source>Open a table</source>
      <comment>dialog.open</comment>
      <translation>打开表格</translation>
    </message>
    <message>
      <source>vizapp project</source>
      <comment>dialog.project</comment>
      <translation>vizapp 项目</translation>
    </message>
    <message>
      <source>Export the chart</source>
      <comment>dialog.save</comment>
      <translation>导出图表</translation>
    </message>
    <message>
      <source>Export the page</source>
      <comment>dialog.save_page</comment>
      <translation>导出整页</translation>
    </message>
    <message>
      <source>Save the project</source>
      <comment>dialog.save_project</comment>
      <translation>保存项目</translation>
    </message>
    <message>
      <source>Tables</source>
      <comment>dialog.tables</comment>
      <translation>表格文件</translation>
    </message>
    <message>
      <source>Release to open this table</source>
      <comment>drop.release</comment>
      <translation>松开鼠标，打开这个表格</translation>
    </message>
    <message>
      <source>Try again</source>
      <comment>error.again</comment>
      <translation>重试</translation>
    </message>
    <message>
      <source>Back</source>
      <comment>error.back</comment>
      <translation>返回</translation>
    </message>
    <message>
      <source>The chart does not fit the table</source>
      <comment>error.channel_type</comment>
      <translation>图表与表格不符</translation>
    </message>
    <message>
      <source>The table is too wide for the model</source>
      <comment>error.context_overflow</comment>
      <translation>表格太宽，超出模型的上下文</translation>
    </message>
    <message>
      <source>Copy report</source>
      <comment>error.copy_report</comment>
      <translation>复制错误报告</translation>
    </message>
    <message>
      <source>The text cannot be decoded</source>
      <comment>error.csv_encoding</comment>
      <translation>无法识别文本编码</translation>
    </message>
    <message>
      <source>The rows do not fit together</source>
      <comment>error.csv_shape</comment>
      <translation>各行的列数不一致</translation>
    </message>
    <message>
      <source>The file cannot be used</source>
      <comment>error.data</comment>
      <translation>无法使用这个文件</translation>
    </message>
    <message>
      <source>A fault in vizapp</source>
      <comment>error.defect</comment>
      <translation>vizapp 内部错误</translation>
    </message>
    <message>
      <source>The file is empty</source>
      <comment>error.empty_table</comment>
      <translation>文件是空的</translation>
    </message>
    <message>
      <source>The team server cannot be used</source>
      <comment>error.endpoint</comment>
      <translation>团队服务器无法使用</translation>
    </message>
    <message>
      <source>The chart could not be saved</source>
      <comment>error.export</comment>
      <translation>无法保存图表</translation>
    </message>
    <message>
      <source>The model cannot answer for this table</source>
      <comment>error.grammar</comment>
      <translation>模型无法为这张表作答</translation>
    </message>
    <message>
      <source>The model file cannot be used</source>
      <comment>error.model_file</comment>
      <translation>模型文件无法使用</translation>
    </message>
    <message>
      <source>Open another file…</source>
      <comment>error.open_other</comment>
      <translation>打开其他文件…</translation>
    </message>
    <message>
      <source>No recommendation</source>
      <comment>error.reasoning</comment>
      <translation>未能给出推荐</translation>
    </message>
    <message>
      <source>The chart cannot be drawn</source>
      <comment>error.rendering</comment>
      <translation>无法绘制图表</translation>
    </message>
    <message>
      <source>The chart does not fit the table</source>
      <comment>error.spec</comment>
      <translation>图表与表格不符</translation>
    </message>
    <message>
      <source>The chart cannot be read</source>
      <comment>error.spec_syntax</comment>
      <translation>无法识别图表配置</translation>
    </message>
    <message>
      <source>The table is too large</source>
      <comment>error.table_too_large</comment>
      <translation>表格过大</translation>
    </message>
    <message>
      <source>This did not work</source>
      <comment>error.title</comment>
      <translation>出了点问题</translation>
    </message>
    <message>
      <source>The answer broke off</source>
      <comment>error.truncated_spec</comment>
      <translation>回答中断</translation>
    </message>
    <message>
      <source>There is no such chart</source>
      <comment>error.unknown_component</comment>
      <translation>没有这种图表</translation>
    </message>
    <message>
      <source>There is no such column</source>
      <comment>error.unknown_field</comment>
      <translation>没有这一列</translation>
    </message>
    <message>
      <source>This kind of file cannot be read</source>
      <comment>error.unsupported_file</comment>
      <translation>不支持这种文件</translation>
    </message>
    <message>
      <source>The model's process ended</source>
      <comment>error.worker_lost</comment>
      <translation>模型进程已结束</translation>
    </message>
    <message>
      <source>Export</source>
      <comment>export.button</comment>
      <translation>导出</translation>
    </message>
    <message>
      <source>Cancel</source>
      <comment>exporting.cancel</comment>
      <translation>取消</translation>
    </message>
    <message>
      <source>The chart has light letters: place it on a dark page.</source>
      <comment>exporting.dark</comment>
      <translation>图表使用浅色文字，请放在深色页面上。</translation>
    </message>
    <message>
      <source>No printer could be used.</source>
      <comment>exporting.no_printer</comment>
      <translation>没有可用的打印机。</translation>
    </message>
    <message>
      <source>PNG image</source>
      <comment>exporting.picture</comment>
      <translation>PNG 图片</translation>
    </message>
    <message>
      <source>{scale}× · {width} × {height} pixels</source>
      <comment>exporting.pixels</comment>
      <translation>{scale}× · {width} × {height} 像素</translation>
    </message>
    <message>
      <source>The chart was sent to the printer.</source>
      <comment>exporting.printed</comment>
      <translation>图表已发送到打印机。</translation>
    </message>
    <message>
      <source>Save</source>
      <comment>exporting.save</comment>
      <translation>保存</translation>
    </message>
    <message>
      <source>Size</source>
      <comment>exporting.scale</comment>
      <translation>尺寸</translation>
    </message>
    <message>
      <source>The chart is on the clipboard as SVG.</source>
      <comment>exporting.svg_copied</comment>
      <translation>图表已以 SVG 复制到剪贴板。</translation>
    </message>
    <message>
      <source>Transparent background</source>
      <comment>exporting.transparent</comment>
      <translation>透明背景</translation>
    </message>
    <message>
      <source>Add a filter</source>
      <comment>filter.add</comment>
      <translation>添加筛选</translation>
    </message>
    <message>
      <source>All</source>
      <comment>filter.all</comment>
      <translation>全选</translation>
    </message>
    <message>
      <source>Apply</source>
      <comment>filter.apply</comment>
      <translation>应用</translation>
    </message>
    <message>
      <source>Change this filter</source>
      <comment>filter.edit</comment>
      <translation>修改此筛选</translation>
    </message>
    <message>
      <source>No value is chosen.</source>
      <comment>filter.empty</comment>
      <translation>没有选中任何值。</translation>
    </message>
    <message>
      <source>from</source>
      <comment>filter.from</comment>
      <translation>从</translation>
    </message>
    <message>
      <source>Filter by {name}</source>
      <comment>filter.heading</comment>
      <translation>按{name}筛选</translation>
    </message>
    <message>
      <source>Looking up the values…</source>
      <comment>filter.loading</comment>
      <translation>正在查找取值…</translation>
    </message>
    <message>
      <source>The {n} most frequent values</source>
      <comment>filter.more</comment>
      <translation>出现最多的 {n} 个值</translation>
    </message>
    <message>
      <source>no</source>
      <comment>filter.no</comment>
      <translation>否</translation>
    </message>
    <message>
      <source>Write a date as 2024-03-05.</source>
      <comment>filter.no_date</comment>
      <translation>日期请写成 2024-03-05。</translation>
    </message>
    <message>
      <source>This is not a number.</source>
      <comment>filter.no_number</comment>
      <translation>这不是数字。</translation>
    </message>
    <message>
      <source>None</source>
      <comment>filter.none</comment>
      <translation>全不选</translation>
    </message>
    <message>
      <source>"From" is above "to".</source>
      <comment>filter.order</comment>
      <translation>“从”大于“到”。</translation>
    </message>
    <message>
      <source>Remove this filter</source>
      <comment>filter.remove</comment>
      <translation>移除此筛选</translation>
    </message>
    <message>
      <source>Find a value…</source>
      <comment>filter.search</comment>
      <translation>查找取值…</translation>
    </message>
    <message>
      <source>Filters</source>
      <comment>filter.title</comment>
      <translation>筛选</translation>
    </message>
    <message>
      <source>to</source>
      <comment>filter.to</comment>
      <translation>到</translation>
    </message>
    <message>
      <source>yes</source>
      <comment>filter.yes</comment>
      <translation>是</translation>
    </message>
    <message>
      <source>After</source>
      <comment>hint.after</comment>
      <translation>修改后</translation>
    </message>
    <message>
      <source>Apply</source>
      <comment>hint.apply</comment>
      <translation>应用</translation>
    </message>
    <message>
      <source>Apply: {what}</source>
      <comment>hint.apply_this</comment>
      <translation>应用：{what}</translation>
    </message>
    <message>
      <source>Now</source>
      <comment>hint.before</comment>
      <translation>现在</translation>
    </message>
    <message>
      <source>{n:hint|hints}</source>
      <comment>hint.count</comment>
      <translation>{n} 条建议</translation>
    </message>
    <message>
      <source>Dismiss</source>
      <comment>hint.dismiss</comment>
      <translation>不再提示</translation>
    </message>
    <message>
      <source>Dismiss: {what}</source>
      <comment>hint.dismiss_this</comment>
      <translation>不再提示：{what}</translation>
    </message>
    <message>
      <source>{n:hint|hints} about this chart dismissed.</source>
      <comment>hint.dismissed</comment>
      <translation>此图已有 {n} 条建议不再提示。</translation>
    </message>
    <message>
      <source>Drawing…</source>
      <comment>hint.drawing</comment>
      <translation>正在绘制…</translation>
    </message>
    <message>
      <source>vizapp has no ready remedy for this.</source>
      <comment>hint.no_fix</comment>
      <translation>vizapp 没有现成的修改办法。</translation>
    </message>
    <message>
      <source>Nothing on this chart looks wrong.</source>
      <comment>hint.none</comment>
      <translation>没有发现此图有什么问题。</translation>
    </message>
    <message>
      <source>{when}: {title}</source>
      <comment>hint.picture</comment>
      <translation>{when}：{title}</translation>
    </message>
    <message>
      <source>Show again</source>
      <comment>hint.recall</comment>
      <translation>重新显示</translation>
    </message>
    <message>
      <source>Show the dismissed hints about this chart again</source>
      <comment>hint.recall_all</comment>
      <translation>重新显示此图中不再提示的建议</translation>
    </message>
    <message>
      <source>Found on the picture as it is drawn. Undo brings everything back.</source>
      <comment>hint.tally</comment>
      <translation>根据画出的图检查得到。任何修改都可以撤销。</translation>
    </message>
    <message>
      <source>What could look better</source>
      <comment>hint.title</comment>
      <translation>可以更好的地方</translation>
    </message>
    <message>
      <source>Bring back</source>
      <comment>history.back</comment>
      <translation>恢复此图</translation>
    </message>
    <message>
      <source>{what}, on screen</source>
      <comment>history.current</comment>
      <translation>{what}（当前）</translation>
    </message>
    <message>
      <source>Every chart you see is kept here.</source>
      <comment>history.empty</comment>
      <translation>出现过的图表都会保留在这里。</translation>
    </message>
    <message>
      <source>Charts so far</source>
      <comment>history.name</comment>
      <translation>图表历史</translation>
    </message>
    <message>
      <source>Pin beside</source>
      <comment>history.pin</comment>
      <translation>固定对比</translation>
    </message>
    <message>
      <source>Pinned</source>
      <comment>history.pinned</comment>
      <translation>已固定</translation>
    </message>
    <message>
      <source>"{ask}"</source>
      <comment>history.said</comment>
      <translation>“{ask}”</translation>
    </message>
    <message>
      <source>When</source>
      <comment>learned.at</comment>
      <translation>时间</translation>
    </message>
    <message>
      <source>Chart</source>
      <comment>learned.chart</comment>
      <translation>图表</translation>
    </message>
    <message>
      <source>{n:choice|choices} kept.</source>
      <comment>learned.count</comment>
      <translation>已保存 {n} 条。</translation>
    </message>
    <message>
      <source>Erase</source>
      <comment>learned.do_erase</comment>
      <translation>删除</translation>
    </message>
    <message>
      <source>Edited</source>
      <comment>learned.edit</comment>
      <translation>手动修改</translation>
    </message>
    <message>
      <source>Erase selected</source>
      <comment>learned.erase</comment>
      <translation>删除所选</translation>
    </message>
    <message>
      <source>Erase all…</source>
      <comment>learned.erase_all</comment>
      <translation>全部删除…</translation>
    </message>
    <message>
      <source>Export…</source>
      <comment>learned.export</comment>
      <translation>导出…</translation>
    </message>
    <message>
      <source>How</source>
      <comment>learned.how</comment>
      <translation>方式</translation>
    </message>
    <message>
      <source>Thumbs up, charts you pick and edits you make are kept in a file on this computer, with the table's description (column names and a few sample values). They are never sent anywhere.</source>
      <comment>learned.intro</comment>
      <translation>点赞、改选的图表和手动修改会保存在本机的一个文件里，同时保存表格的描述（列名和少量样例值）。它们不会被发送到任何地方。</translation>
    </message>
    <message>
      <source>Keep</source>
      <comment>learned.keep</comment>
      <translation>保留</translation>
    </message>
    <message>
      <source>Nothing yet. Press Good chart, pick another chart or change one, and it is listed here.</source>
      <comment>learned.nothing</comment>
      <translation>还没有记录。按“这个好”、改选或修改图表后，会列在这里。</translation>
    </message>
    <message>
      <source>once (fastest)</source>
      <comment>learned.one_sample</comment>
      <translation>一次（最快）</translation>
    </message>
    <message>
      <source>Picked</source>
      <comment>learned.pick</comment>
      <translation>改选</translation>
    </message>
    <message>
      <source>Thumb up</source>
      <comment>learned.praise</comment>
      <translation>点赞</translation>
    </message>
    <message>
      <source>Ask the model</source>
      <comment>learned.samples</comment>
      <translation>让模型回答</translation>
    </message>
    <message>
      <source>{n} times and vote</source>
      <comment>learned.some_samples</comment>
      <translation>{n} 次并投票</translation>
    </message>
    <message>
      <source>Erase {n:choice|choices}? What was learned from them is forgotten as well.</source>
      <comment>learned.sure</comment>
      <translation>删除 {n} 条记录？从中学到的内容也会一并忘记。</translation>
    </message>
    <message>
      <source>Let them change the order of charts for similar tables</source>
      <comment>learned.switch</comment>
      <translation>让它们影响类似表格的图表排序</translation>
    </message>
    <message>
      <source>Columns of the table</source>
      <comment>learned.table</comment>
      <translation>表格的列</translation>
    </message>
    <message>
      <source>Learned from you</source>
      <comment>learned.title</comment>
      <translation>从你这里学到的</translation>
    </message>
    <message>
      <source>{n:damaged line is|damaged lines are} ignored.</source>
      <comment>learned.unreadable</comment>
      <translation>忽略了 {n} 行损坏的内容。</translation>
    </message>
    <message>
      <source>Nothing found. Try fewer letters.</source>
      <comment>list.nothing</comment>
      <translation>没有找到。请少输入几个字。</translation>
    </message>
    <message>
      <source>Cancel</source>
      <comment>loading.cancel</comment>
      <translation>取消</translation>
    </message>
    <message>
      <source>{step} · {done}</source>
      <comment>loading.done</comment>
      <translation>{step} · {done}</translation>
    </message>
    <message>
      <source>{step} · {done} of {total}</source>
      <comment>loading.of</comment>
      <translation>{step} · {done} / {total}</translation>
    </message>
    <message>
      <source>Progress of reading</source>
      <comment>loading.progress</comment>
      <translation>读取进度</translation>
    </message>
    <message>
      <source>Reading {name}</source>
      <comment>loading.title</comment>
      <translation>正在读取 {name}</translation>
    </message>
    <message>
      <source>made from the data</source>
      <comment>look.own_title</comment>
      <translation>由数据生成</translation>
    </message>
    <message>
      <source>Back to automatic</source>
      <comment>look.reset</comment>
      <translation>恢复自动</translation>
    </message>
    <message>
      <source>Looks</source>
      <comment>look.section</comment>
      <translation>样式</translation>
    </message>
    <message>
      <source>Show a chart</source>
      <comment>menu.charts</comment>
      <translation>显示图表</translation>
    </message>
    <message>
      <source>Export, copy and print</source>
      <comment>menu.copy</comment>
      <translation>导出、复制与打印</translation>
    </message>
    <message>
      <source>Help</source>
      <comment>menu.help</comment>
      <translation>帮助</translation>
    </message>
    <message>
      <source>Language</source>
      <comment>menu.language</comment>
      <translation>语言</translation>
    </message>
    <message>
      <source>Menu</source>
      <comment>menu.main</comment>
      <translation>菜单</translation>
    </message>
    <message>
      <source>None yet</source>
      <comment>menu.no_recent</comment>
      <translation>暂无</translation>
    </message>
    <message>
      <source>No samples installed</source>
      <comment>menu.no_samples</comment>
      <translation>未安装示例</translation>
    </message>
    <message>
      <source>Recent files</source>
      <comment>menu.recent</comment>
      <translation>最近打开</translation>
    </message>
    <message>
      <source>Sample tables</source>
      <comment>menu.samples</comment>
      <translation>示例数据</translation>
    </message>
    <message>
      <source>Tabs</source>
      <comment>menu.tabs</comment>
      <translation>标签页</translation>
    </message>
    <message>
      <source>Appearance</source>
      <comment>menu.theme</comment>
      <translation>外观</translation>
    </message>
    <message>
      <source>{note}. Publisher: {card}</source>
      <comment>models.about</comment>
      <translation>{note}。发布页：{card}</translation>
    </message>
    <message>
      <source>about {size}</source>
      <comment>models.about_size</comment>
      <translation>约 {size}</translation>
    </message>
    <message>
      <source>LoRA adapter:</source>
      <comment>models.adapter</comment>
      <translation>LoRA 适配器：</translation>
    </message>
    <message>
      <source>LoRA adapters</source>
      <comment>models.adapter_files</comment>
      <translation>LoRA 适配器</translation>
    </message>
    <message>
      <source>Add a GGUF file…</source>
      <comment>models.add</comment>
      <translation>添加 GGUF 文件…</translation>
    </message>
    <message>
      <source>your file</source>
      <comment>models.added</comment>
      <translation>自己的文件</translation>
    </message>
    <message>
      <source>Address</source>
      <comment>models.address</comment>
      <translation>地址</translation>
    </message>
    <message>
      <source>http://server:8080/v1</source>
      <comment>models.address_hint</comment>
      <translation>例如 http://server:8080/v1</translation>
    </message>
    <message>
      <source>Answers:</source>
      <comment>models.answers</comment>
      <translation>作答模型：</translation>
    </message>
    <message>
      <source>{size} at most</source>
      <comment>models.at_most</comment>
      <translation>最多 {size}</translation>
    </message>
    <message>
      <source>not here</source>
      <comment>models.available</comment>
      <translation>未下载</translation>
    </message>
    <message>
      <source>{problem}.</source>
      <comment>models.bad_backend</comment>
      <translation>{problem}。</translation>
    </message>
    <message>
      <source>bundled</source>
      <comment>models.bundled</comment>
      <translation>内置</translation>
    </message>
    <message>
      <source>Comes with vizapp and cannot be removed.</source>
      <comment>models.bundled_tip</comment>
      <translation>随 vizapp 提供，不能移除。</translation>
    </message>
    <message>
      <source>Cancel</source>
      <comment>models.cancel_download</comment>
      <translation>取消</translation>
    </message>
    <message>
      <source>checking, {share}</source>
      <comment>models.check</comment>
      <translation>正在校验，{share}</translation>
    </message>
    <message>
      <source>Choose…</source>
      <comment>models.choose_adapter</comment>
      <translation>选择…</translation>
    </message>
    <message>
      <source>Remove the adapter</source>
      <comment>models.clear_adapter</comment>
      <translation>移除适配器</translation>
    </message>
    <message>
      <source>connecting…</source>
      <comment>models.connecting</comment>
      <translation>正在连接…</translation>
    </message>
    <message>
      <source>cannot be used</source>
      <comment>models.damaged</comment>
      <translation>无法使用</translation>
    </message>
    <message>
      <source>{device}, {free} of {total} free</source>
      <comment>models.device</comment>
      <translation>{device}，{total} 中可用 {free}</translation>
    </message>
    <message>
      <source>Remove</source>
      <comment>models.do_remove</comment>
      <translation>移除</translation>
    </message>
    <message>
      <source>Download</source>
      <comment>models.download</comment>
      <translation>下载</translation>
    </message>
    <message>
      <source>Progress of the download</source>
      <comment>models.download_progress</comment>
      <translation>下载进度</translation>
    </message>
    <message>
      <source>The wait is an estimate per answer, from this computer's speed measured just now ({operations} billion operations/s, {bytes} GB/s from memory); a trial tells the truth.</source>
      <comment>models.estimate</comment>
      <translation>等待时间为每个答案的估计值，由刚才测得的本机速度（每秒 {operations} 亿次运算、内存 {bytes} GB/秒）推算；实际以试运行为准。</translation>
    </message>
    <message>
      <source>{done} of {total}, {speed} MB/s</source>
      <comment>models.fetch</comment>
      <translation>{done} / {total}，{speed} MB/秒</translation>
    </message>
    <message>
      <source>fetched</source>
      <comment>models.fetched</comment>
      <translation>已下载</translation>
    </message>
    <message>
      <source>GGUF models</source>
      <comment>models.files</comment>
      <translation>GGUF 模型</translation>
    </message>
    <message>
      <source>This computer: {processor}. Graphics: {graphics}</source>
      <comment>models.hardware</comment>
      <translation>本机处理器：{processor}。图形处理器：{graphics}</translation>
    </message>
    <message>
      <source>On this computer</source>
      <comment>models.here</comment>
      <translation>本机模型</translation>
    </message>
    <message>
      <source>over an hour</source>
      <comment>models.hours</comment>
      <translation>超过一小时</translation>
    </message>
    <message>
      <source>Offline until you press Download. Only then does a separate process, vizapp-download, connect to {host} and fetch the one file; your tables and questions are never sent, and the process ends with the download.</source>
      <comment>models.internet</comment>
      <translation>在您点击“下载”之前不会联网。点击后，由独立进程 vizapp-download 连接 {host}，只下载这一个文件；您的表格和问题不会发送，下载完成后进程即结束。</translation>
    </message>
    <message>
      <source>The bundled model answers at once. A larger one may judge unusual tables better, and takes longer; a trial on the sample tables shows what it is worth here.</source>
      <comment>models.intro</comment>
      <translation>内置模型立即作答。更大的模型对少见的表格可能判断得更好，但更慢；用示例表试运行即可看到它在本机的表现。</translation>
    </message>
    <message>
      <source>Keep</source>
      <comment>models.keep</comment>
      <translation>保留</translation>
    </message>
    <message>
      <source>Key</source>
      <comment>models.key</comment>
      <translation>密钥</translation>
    </message>
    <message>
      <source>empty for none</source>
      <comment>models.key_hint</comment>
      <translation>没有则留空</translation>
    </message>
    <message>
      <source>Leaves this computer</source>
      <comment>models.leaves</comment>
      <translation>会离开本机</translation>
    </message>
    <message>
      <source>Licence</source>
      <comment>models.licence</comment>
      <translation>许可证</translation>
    </message>
    <message>
      <source>Looking for graphics processors…</source>
      <comment>models.looking</comment>
      <translation>正在检测图形处理器…</translation>
    </message>
    <message>
      <source>{n} s, measured</source>
      <comment>models.measured</comment>
      <translation>{n} 秒（实测）</translation>
    </message>
    <message>
      <source>measuring…</source>
      <comment>models.measuring</comment>
      <translation>正在测速…</translation>
    </message>
    <message>
      <source>Memory</source>
      <comment>models.memory</comment>
      <translation>内存</translation>
    </message>
    <message>
      <source>about {n} min</source>
      <comment>models.minutes</comment>
      <translation>约 {n} 分钟</translation>
    </message>
    <message>
      <source>Get more</source>
      <comment>models.more</comment>
      <translation>获取更多</translation>
    </message>
    <message>
      <source>Model</source>
      <comment>models.name</comment>
      <translation>模型</translation>
    </message>
    <message>
      <source>none</source>
      <comment>models.no_adapter</comment>
      <translation>无</translation>
    </message>
    <message>
      <source>none is used, as no graphics back end is installed.</source>
      <comment>models.no_backend</comment>
      <translation>未使用，因为没有安装图形处理器后端。</translation>
    </message>
    <message>
      <source>the back end ({backends}) finds no device.</source>
      <comment>models.no_device</comment>
      <translation>后端（{backends}）没有找到设备。</translation>
    </message>
    <message>
      <source>not stated</source>
      <comment>models.no_licence</comment>
      <translation>未注明</translation>
    </message>
    <message>
      <source>not told by this system</source>
      <comment>models.no_memory</comment>
      <translation>本系统无法得知</translation>
    </message>
    <message>
      <source>nobody</source>
      <comment>models.nobody</comment>
      <translation>不使用</translation>
    </message>
    <message>
      <source>failed</source>
      <comment>models.not_fetched</comment>
      <translation>失败</translation>
    </message>
    <message>
      <source>Not now</source>
      <comment>models.not_now</comment>
      <translation>暂不</translation>
    </message>
    <message>
      <source>Where from</source>
      <comment>models.origin</comment>
      <translation>来源</translation>
    </message>
    <message>
      <source>{done} of {total} here</source>
      <comment>models.partly</comment>
      <translation>已有 {done} / {total}</translation>
    </message>
    <message>
      <source>Progress of the trial</source>
      <comment>models.progress</comment>
      <translation>试运行进度</translation>
    </message>
    <message>
      <source>on this computer</source>
      <comment>models.ready</comment>
      <translation>已在本机</translation>
    </message>
    <message>
      <source>Remove…</source>
      <comment>models.remove</comment>
      <translation>移除…</translation>
    </message>
    <message>
      <source>Go on downloading</source>
      <comment>models.resume</comment>
      <translation>继续下载</translation>
    </message>
    <message>
      <source>Second opinion:</source>
      <comment>models.second</comment>
      <translation>第二意见：</translation>
    </message>
    <message>
      <source>Asked in the background once the first answer is there; its chart joins the alternatives.</source>
      <comment>models.second_tip</comment>
      <translation>第一个答案出来后在后台再问一次，其图表会加入备选。</translation>
    </message>
    <message>
      <source>about {n} s</source>
      <comment>models.seconds</comment>
      <translation>约 {n} 秒</translation>
    </message>
    <message>
      <source>Team server</source>
      <comment>models.server</comment>
      <translation>团队服务器</translation>
    </message>
    <message>
      <source>A team's own model server with an OpenAI-compatible address (llama-server, vLLM, Ollama …) can answer first. Off until you switch it on; when it fails, this computer answers.</source>
      <comment>models.server_intro</comment>
      <translation>可由团队自己的模型服务器（llama-server、vLLM、Ollama 等 OpenAI 兼容地址）优先作答。启用之前不会连接；服务器出错时由本机作答。</translation>
    </message>
    <message>
      <source>Model</source>
      <comment>models.server_model</comment>
      <translation>模型名称</translation>
    </message>
    <message>
      <source>empty: its first one</source>
      <comment>models.server_model_hint</comment>
      <translation>留空则用第一个</translation>
    </message>
    <message>
      <source>Off: nothing is sent anywhere.</source>
      <comment>models.server_off</comment>
      <translation>未启用：不会发送任何内容。</translation>
    </message>
    <message>
      <source>On: {host} is asked first.</source>
      <comment>models.server_on</comment>
      <translation>已启用：优先询问 {host}。</translation>
    </message>
    <message>
      <source>Show the key</source>
      <comment>models.show_key</comment>
      <translation>显示密钥</translation>
    </message>
    <message>
      <source>Size</source>
      <comment>models.size</comment>
      <translation>大小</translation>
    </message>
    <message>
      <source>State</source>
      <comment>models.state</comment>
      <translation>状态</translation>
    </message>
    <message>
      <source>Take {name} off the list? The file stays where it is.</source>
      <comment>models.sure_added</comment>
      <translation>把 {name} 移出列表？文件本身不会删除。</translation>
    </message>
    <message>
      <source>Connect to the internet and fetch {name} ({size}, {licence}) from {host}?</source>
      <comment>models.sure_download</comment>
      <translation>联网从 {host} 下载 {name}（{size}，{licence}）？</translation>
    </message>
    <message>
      <source>Delete {name} ({size}) from this computer? It can be fetched again.</source>
      <comment>models.sure_fetched</comment>
      <translation>从本机删除 {name}（{size}）？以后可以重新下载。</translation>
    </message>
    <message>
      <source>Test connection</source>
      <comment>models.test</comment>
      <translation>测试连接</translation>
    </message>
    <message>
      <source>Asking {host} about a made-up table of two columns…</source>
      <comment>models.testing</comment>
      <translation>正在向 {host} 询问一张虚构的两列表…</translation>
    </message>
    <message>
      <source>It takes about {memory} of memory, more than is free on this computer now.</source>
      <comment>models.tight</comment>
      <translation>它需要约 {memory} 内存，多于本机目前的可用内存。</translation>
    </message>
    <message>
      <source>Models</source>
      <comment>models.title</comment>
      <translation>模型</translation>
    </message>
    <message>
      <source>On {device}: {seconds} s per answer (median), {speed} tokens/s, loaded in {load} s, memory {memory}.</source>
      <comment>models.trial_speed</comment>
      <translation>在 {device} 上：每个答案 {seconds} 秒（中位数），{speed} token/秒，加载 {load} 秒，内存：{memory}。</translation>
    </message>
    <message>
      <source>Unanswered: {names} ({why})</source>
      <comment>models.trial_unable</comment>
      <translation>未能作答：{names}（{why}）</translation>
    </message>
    <message>
      <source>{name}: {valid} of {n} answers valid; {same} chose the bundled model's chart, {whole} gave its whole answer.</source>
      <comment>models.trial_valid</comment>
      <translation>{name}：{n} 个答案中 {valid} 个有效；{same} 个与内置模型选了同一种图表，{whole} 个与其完全一致。</translation>
    </message>
    <message>
      <source>Try on the sample tables</source>
      <comment>models.try</comment>
      <translation>用示例表试运行</translation>
    </message>
    <message>
      <source>{name}: loading, then {n:table|tables}…</source>
      <comment>models.trying</comment>
      <translation>{name}：正在加载，随后试 {n} 张表…</translation>
    </message>
    <message>
      <source>{name}: {done} of {n:table|tables} answered</source>
      <comment>models.trying_at</comment>
      <translation>{name}：已答 {done} / {n} 张表</translation>
    </message>
    <message>
      <source>No chat template: probably not trained to follow instructions.</source>
      <comment>models.untaught</comment>
      <translation>没有对话模板：可能未经指令训练。</translation>
    </message>
    <message>
      <source>Let this server answer first</source>
      <comment>models.use_server</comment>
      <translation>由这台服务器优先作答</translation>
    </message>
    <message>
      <source>Expected wait</source>
      <comment>models.wait</comment>
      <translation>预计等待</translation>
    </message>
    <message>
      <source>It works: {model} answered with a {chart} in {seconds} s.</source>
      <comment>models.works</comment>
      <translation>连接成功：{model} 在 {seconds} 秒内给出{chart}。</translation>
    </message>
    <message>
      <source>It works: {model} answered in {seconds} s, without a chart.</source>
      <comment>models.works_without</comment>
      <translation>连接成功：{model} 在 {seconds} 秒内作答，但没有给出图表。</translation>
    </message>
    <message>
      <source>Saved {n} choices to {path}</source>
      <comment>notice.choices_saved</comment>
      <translation>已将 {n} 条记录保存到 {path}</translation>
    </message>
    <message>
      <source>Dismiss</source>
      <comment>notice.close</comment>
      <translation>关闭提示</translation>
    </message>
    <message>
      <source>Drawing a {title}… (Esc stops)</source>
      <comment>notice.completing</comment>
      <translation>正在绘制{title}…（按 Esc 停止）</translation>
    </message>
    <message>
      <source>The chart is on the clipboard.</source>
      <comment>notice.copied</comment>
      <translation>图表已复制到剪贴板。</translation>
    </message>
    <message>
      <source>{message}</source>
      <comment>notice.failed</comment>
      <translation>{message}</translation>
    </message>
    <message>
      <source>The model could not answer, so built-in rules chose these charts. {why}</source>
      <comment>notice.fallback</comment>
      <translation>模型未能给出答案，图表由内置规则选择。{why}</translation>
    </message>
    <message>
      <source>The guide is missing from this installation: {path}. Install vizapp again.</source>
      <comment>notice.no_guide</comment>
      <translation>安装中缺少使用指南：{path}。请重新安装 vizapp。</translation>
    </message>
    <message>
      <source>This chart has no values to copy.</source>
      <comment>notice.no_values</comment>
      <translation>此图没有可复制的数值。</translation>
    </message>
    <message>
      <source>Only files from this computer can be opened.</source>
      <comment>notice.not_a_file</comment>
      <translation>只能打开本机上的文件。</translation>
    </message>
    <message>
      <source>No combination of columns makes a {title}.</source>
      <comment>notice.not_completed</comment>
      <translation>没有能组成{title}的列。</translation>
    </message>
    <message>
      <source>What is open cannot be kept for the next start: {message}</source>
      <comment>notice.not_kept</comment>
      <translation>无法为下次启动保存打开的内容：{message}</translation>
    </message>
    <message>
      <source>Nothing is left from last time.</source>
      <comment>notice.nothing_kept</comment>
      <translation>没有可恢复的内容。</translation>
    </message>
    <message>
      <source>There is no table on the clipboard. Copy cells of a sheet or a table of a web page.</source>
      <comment>notice.nothing_to_paste</comment>
      <translation>剪贴板里没有表格。请先复制工作表单元格或网页表格。</translation>
    </message>
    <message>
      <source>Remembered on this computer: this chart suits tables like this one.</source>
      <comment>notice.remembered</comment>
      <translation>已记在本机：这类表格适合这个图表。</translation>
    </message>
    <message>
      <source>Saved {path}</source>
      <comment>notice.saved</comment>
      <translation>已保存 {path}</translation>
    </message>
    <message>
      <source>Saving {path}…</source>
      <comment>notice.saving</comment>
      <translation>正在保存 {path}…</translation>
    </message>
    <message>
      <source>The chosen model could not answer, so {model} on this computer did. {why}</source>
      <comment>notice.stand_in</comment>
      <translation>所选模型未能给出答案，由本机上的 {model} 回答。{why}</translation>
    </message>
    <message>
      <source>The drawn values are on the clipboard.</source>
      <comment>notice.values_copied</comment>
      <translation>图中数值已复制到剪贴板。</translation>
    </message>
    <message>
      <source>Open</source>
      <comment>open.button</comment>
      <translation>打开</translation>
    </message>
    <message>
      <source>Samples and recent files</source>
      <comment>open.more</comment>
      <translation>示例与最近打开的文件</translation>
    </message>
    <message>
      <source>automatic</source>
      <comment>option.auto</comment>
      <translation>自动</translation>
    </message>
    <message>
      <source>Options</source>
      <comment>option.title</comment>
      <translation>选项</translation>
    </message>
    <message>
      <source>Answer</source>
      <comment>origin.answer</comment>
      <translation>推荐</translation>
    </message>
    <message>
      <source>Said</source>
      <comment>origin.chat</comment>
      <translation>对话</translation>
    </message>
    <message>
      <source>Chosen</source>
      <comment>origin.choice</comment>
      <translation>选用</translation>
    </message>
    <message>
      <source>Edited</source>
      <comment>origin.edit</comment>
      <translation>手动编辑</translation>
    </message>
    <message>
      <source>Fixed</source>
      <comment>origin.fix</comment>
      <translation>修正</translation>
    </message>
    <message>
      <source>Looks</source>
      <comment>origin.style</comment>
      <translation>样式</translation>
    </message>
    <message>
      <source>Again</source>
      <comment>page.again</comment>
      <translation>重新生成</translation>
    </message>
    <message>
      <source>Back to the chart</source>
      <comment>page.back</comment>
      <translation>返回图表</translation>
    </message>
    <message>
      <source>{n:chart|charts} over different columns</source>
      <comment>page.done</comment>
      <translation>{n} 个图表，使用不同的列</translation>
    </message>
    <message>
      <source>Drawing {done} of {n}</source>
      <comment>page.drawing</comment>
      <translation>正在绘制 {done} / {n}</translation>
    </message>
    <message>
      <source>No chart was found for this table.</source>
      <comment>page.empty</comment>
      <translation>没有找到适合这张表的图表。</translation>
    </message>
    <message>
      <source>Export page</source>
      <comment>page.export</comment>
      <translation>导出整页</translation>
    </message>
    <message>
      <source>Interactive page (HTML)…</source>
      <comment>page.export_html</comment>
      <translation>可交互页面 (HTML)…</translation>
    </message>
    <message>
      <source>PDF document…</source>
      <comment>page.export_pdf</comment>
      <translation>PDF 文档…</translation>
    </message>
    <message>
      <source>PNG image…</source>
      <comment>page.export_png</comment>
      <translation>PNG 图片…</translation>
    </message>
    <message>
      <source>SVG drawing…</source>
      <comment>page.export_svg</comment>
      <translation>SVG 矢量图…</translation>
    </message>
    <message>
      <source>Looking for charts… {n} so far</source>
      <comment>page.finding</comment>
      <translation>正在寻找图表… 已找到 {n} 个</translation>
    </message>
    <message>
      <source>{title}: open large</source>
      <comment>page.open</comment>
      <translation>{title}：放大查看</translation>
    </message>
    <message>
      <source>Progress of the page</source>
      <comment>page.progress</comment>
      <translation>页面进度</translation>
    </message>
    <message>
      <source>{name}: several views</source>
      <comment>page.title</comment>
      <translation>{name}：多图一览</translation>
    </message>
    <message>
      <source>Type a few letters of a command</source>
      <comment>palette.hint</comment>
      <translation>输入命令的几个字</translation>
    </message>
    <message>
      <source>Clipboard</source>
      <comment>paste.name</comment>
      <translation>剪贴板</translation>
    </message>
    <message>
      <source>Pinned chart</source>
      <comment>pinned.name</comment>
      <translation>固定的图表</translation>
    </message>
    <message>
      <source>Something tried to reach {places}.</source>
      <comment>privacy.attempts</comment>
      <translation>有代码试图连接 {places}。</translation>
    </message>
    <message>
      <source>The test found something.</source>
      <comment>privacy.broken</comment>
      <translation>自检发现了问题。</translation>
    </message>
    <message>
      <source>You have set a team server: descriptions of your tables (column names and a few sample values, no rows) are sent to {address}.</source>
      <comment>privacy.endpoint</comment>
      <translation>你设置了团队服务器：表格的描述（列名和少量样例值，不含数据行）会发送到 {address}。</translation>
    </message>
    <message>
      <source>Nothing left this computer.</source>
      <comment>privacy.holds</comment>
      <translation>没有任何数据离开这台电脑。</translation>
    </message>
    <message>
      <source>Of {n} loaded modules these could use a network and did not: {names}.</source>
      <comment>privacy.modules</comment>
      <translation>加载的 {n} 个模块中，能使用网络但没有使用的有：{names}。</translation>
    </message>
    <message>
      <source>No code asked for a connection to another computer.</source>
      <comment>privacy.no_attempts</comment>
      <translation>没有任何代码请求连接其他电脑。</translation>
    </message>
    <message>
      <source>A connection was tried on purpose, and the guard did not see it.</source>
      <comment>privacy.not_refused</comment>
      <translation>故意尝试了一次连接，而防护没有发现它。</translation>
    </message>
    <message>
      <source>Your tables are read, understood and drawn on this computer. There is no telemetry, no account and no update check. This window's process refuses every connection to another computer; fetching a model or asking a team server happens in a process of its own, and only if you set it up.</source>
      <comment>privacy.promise</comment>
      <translation>表格的读取、理解和绘图都在这台电脑上完成。没有遥测，没有账号，也不检查更新。本窗口的进程会拒绝一切通往其他电脑的连接；下载模型或使用团队服务器都在单独的进程中进行，并且只在你设置之后。</translation>
    </message>
    <message>
      <source>A connection was tried on purpose: the guard saw it and refused it.</source>
      <comment>privacy.refused</comment>
      <translation>故意尝试了一次连接：防护发现并拒绝了它。</translation>
    </message>
    <message>
      <source>Recommending and drawing a chart in a watched process…</source>
      <comment>privacy.running</comment>
      <translation>正在受监视的进程里推荐并绘制图表…</translation>
    </message>
    <message>
      <source>{n:network socket was|network sockets were} open at the end.</source>
      <comment>privacy.sockets</comment>
      <translation>结束时打开的网络套接字：{n} 个。</translation>
    </message>
    <message>
      <source>Test it now</source>
      <comment>privacy.test</comment>
      <translation>立即自检</translation>
    </message>
    <message>
      <source>Privacy</source>
      <comment>privacy.title</comment>
      <translation>隐私</translation>
    </message>
    <message>
      <source>A sample table was read, {model} reasoned about it, and a {chart} was drawn.</source>
      <comment>privacy.worked</comment>
      <translation>读取了一张示例表，由 {model} 推理，并绘制了{chart}。</translation>
    </message>
    <message>
      <source>Given</source>
      <comment>quality.answers</comment>
      <translation>给出次数</translation>
    </message>
    <message>
      <source>Right chart type on {n} real tables that it had not seen: {value}</source>
      <comment>quality.best</comment>
      <translation>在 {n} 张未见过的真实表格上，图表类型正确率：{value}</translation>
    </message>
    <message>
      <source>Wanted</source>
      <comment>quality.cases</comment>
      <translation>应为此图</translation>
    </message>
    <message>
      <source>Chart</source>
      <comment>quality.chart</comment>
      <translation>图表</translation>
    </message>
    <message>
      <source>Claims of its reasoning that are true: {value}</source>
      <comment>quality.claims</comment>
      <translation>推理中属实的陈述：{value}</translation>
    </message>
    <message>
      <source>Right columns in the right places: {value}</source>
      <comment>quality.encode</comment>
      <translation>列与位置的正确率：{value}</translation>
    </message>
    <message>
      <source>Version {version} · {parameters} parameters · {megabytes} MB · measured on {hardware}</source>
      <comment>quality.facts</comment>
      <translation>版本 {version} · {parameters}参数 · {megabytes} MB · 测试环境 {hardware}</translation>
    </message>
    <message>
      <source>Too few tables for a firm figure</source>
      <comment>quality.few</comment>
      <translation>表格太少，数字仅供参考</translation>
    </message>
    <message>
      <source>{value} (95 % interval {low} to {high})</source>
      <comment>quality.interval</comment>
      <translation>{value}（95% 区间 {low} 到 {high}）</translation>
    </message>
    <message>
      <source>Reading the figures…</source>
      <comment>quality.loading</comment>
      <translation>正在读取数据…</translation>
    </message>
    <message>
      <source>Measured by us on the public GPT-Vis tables, none of which the model was taught. Tables of the same shape carry different labels there, so nobody reaches 100 %. Grey rows rest on fewer than 8 tables.</source>
      <comment>quality.note</comment>
      <translation>由我们在公开的 GPT-Vis 表格上测得，模型从未学过这些表格。其中形状相同的表格也有不同的标签，因此谁都达不到 100%。灰色的行依据的表格不足八张。</translation>
    </message>
    <message>
      <source>Right when given</source>
      <comment>quality.precision</comment>
      <translation>给出时正确</translation>
    </message>
    <message>
      <source>Found</source>
      <comment>quality.recall</comment>
      <translation>答对比例</translation>
    </message>
    <message>
      <source>Seconds per answer on average: {value}</source>
      <comment>quality.seconds</comment>
      <translation>平均每次回答用时（秒）：{value}</translation>
    </message>
    <message>
      <source>Right type among the first three: {value}</source>
      <comment>quality.three</comment>
      <translation>前三个推荐中有正确类型：{value}</translation>
    </message>
    <message>
      <source>Quality of the model</source>
      <comment>quality.title</comment>
      <translation>模型质量</translation>
    </message>
    <message>
      <source>Contents</source>
      <comment>reader.contents</comment>
      <translation>目录</translation>
    </message>
    <message>
      <source>{n} of {total}</source>
      <comment>reader.found</comment>
      <translation>第 {n} 处，共 {total} 处</translation>
    </message>
    <message>
      <source>Next place</source>
      <comment>reader.next</comment>
      <translation>下一处</translation>
    </message>
    <message>
      <source>Nothing found</source>
      <comment>reader.nothing</comment>
      <translation>没有找到</translation>
    </message>
    <message>
      <source>Previous place</source>
      <comment>reader.previous</comment>
      <translation>上一处</translation>
    </message>
    <message>
      <source>Find in this page</source>
      <comment>reader.search</comment>
      <translation>在本页查找</translation>
    </message>
    <message>
      <source>All dates: day first</source>
      <comment>reading.all_day_first</comment>
      <translation>所有日期：日在前</translation>
    </message>
    <message>
      <source>All dates: month first</source>
      <comment>reading.all_month_first</comment>
      <translation>所有日期：月在前</translation>
    </message>
    <message>
      <source>Arabic</source>
      <comment>reading.arabic</comment>
      <translation>阿拉伯文</translation>
    </message>
    <message>
      <source>Central European</source>
      <comment>reading.central</comment>
      <translation>中欧</translation>
    </message>
    <message>
      <source>comma</source>
      <comment>reading.comma</comment>
      <translation>逗号</translation>
    </message>
    <message>
      <source>Cyrillic</source>
      <comment>reading.cyrillic</comment>
      <translation>西里尔文</translation>
    </message>
    <message>
      <source>Decimal mark</source>
      <comment>reading.decimal</comment>
      <translation>小数点</translation>
    </message>
    <message>
      <source>Unclear columns: {n}</source>
      <comment>reading.doubts</comment>
      <translation>待确认 {n} 列</translation>
    </message>
    <message>
      <source>Leave out the rows of totals</source>
      <comment>reading.drop_totals</comment>
      <translation>去掉合计行</translation>
    </message>
    <message>
      <source>Fill the blank cells below a group's name</source>
      <comment>reading.fill_blanks</comment>
      <translation>补上分组名称下的空格</translation>
    </message>
    <message>
      <source>Greek</source>
      <comment>reading.greek</comment>
      <translation>希腊文</translation>
    </message>
    <message>
      <source>Let vizapp guess</source>
      <comment>reading.guess</comment>
      <translation>由 vizapp 判断</translation>
    </message>
    <message>
      <source>header in row {row}</source>
      <comment>reading.header</comment>
      <translation>表头在第 {row} 行</translation>
    </message>
    <message>
      <source>header of {n:row|rows}</source>
      <comment>reading.header_rows</comment>
      <translation>表头共 {n} 行</translation>
    </message>
    <message>
      <source>Hebrew</source>
      <comment>reading.hebrew</comment>
      <translation>希伯来文</translation>
    </message>
    <message>
      <source>Japanese</source>
      <comment>reading.japanese</comment>
      <translation>日文</translation>
    </message>
    <message>
      <source>Leave the blank cells of groups blank</source>
      <comment>reading.keep_blanks</comment>
      <translation>分组下的空格不补</translation>
    </message>
    <message>
      <source>Keep the rows of totals</source>
      <comment>reading.keep_totals</comment>
      <translation>保留合计行</translation>
    </message>
    <message>
      <source>Korean</source>
      <comment>reading.korean</comment>
      <translation>韩文</translation>
    </message>
    <message>
      <source>Looking into the file…</source>
      <comment>reading.listing</comment>
      <translation>正在查看文件…</translation>
    </message>
    <message>
      <source>More</source>
      <comment>reading.more</comment>
      <translation>更多</translation>
    </message>
    <message>
      <source>Separator: {what}</source>
      <comment>reading.name_delimiter</comment>
      <translation>分隔符：{what}</translation>
    </message>
    <message>
      <source>Can be read in two ways:</source>
      <comment>reading.name_doubts</comment>
      <translation>有两种读法：</translation>
    </message>
    <message>
      <source>Encoding: {what}</source>
      <comment>reading.name_encoding</comment>
      <translation>编码：{what}</translation>
    </message>
    <message>
      <source>Header: {what}</source>
      <comment>reading.name_header_rows</comment>
      <translation>表头：{what}</translation>
    </message>
    <message>
      <source>Table: {what}</source>
      <comment>reading.name_part</comment>
      <translation>表：{what}</translation>
    </message>
    <message>
      <source>no header row</source>
      <comment>reading.no_header</comment>
      <translation>无表头</translation>
    </message>
    <message>
      <source>none</source>
      <comment>reading.none</comment>
      <translation>无</translation>
    </message>
    <message>
      <source>Notes: {n}</source>
      <comment>reading.notes</comment>
      <translation>说明 {n} 条</translation>
    </message>
    <message>
      <source>one column</source>
      <comment>reading.one_column</comment>
      <translation>单列</translation>
    </message>
    <message>
      <source>bar</source>
      <comment>reading.pipe</comment>
      <translation>竖线</translation>
    </message>
    <message>
      <source>Quote character</source>
      <comment>reading.quote</comment>
      <translation>引号字符</translation>
    </message>
    <message>
      <source>Back to what vizapp guessed</source>
      <comment>reading.reset</comment>
      <translation>恢复自动判断</translation>
    </message>
    <message>
      <source>{size}, a sample of about {total}</source>
      <comment>reading.sampled</comment>
      <translation>{size}，为约 {total} 行的样本</translation>
    </message>
    <message>
      <source>semicolon</source>
      <comment>reading.semicolon</comment>
      <translation>分号</translation>
    </message>
    <message>
      <source>sheet "{sheet}"</source>
      <comment>reading.sheet</comment>
      <translation>工作表“{sheet}”</translation>
    </message>
    <message>
      <source>Chinese, simplified</source>
      <comment>reading.simplified</comment>
      <translation>简体中文</translation>
    </message>
    <message>
      <source>Lines left out above: {n}…</source>
      <comment>reading.skip</comment>
      <translation>跳过上方 {n} 行…</translation>
    </message>
    <message>
      <source>Lines to leave out above the header</source>
      <comment>reading.skip_title</comment>
      <translation>跳过表头上方的行数</translation>
    </message>
    <message>
      <source>space</source>
      <comment>reading.space</comment>
      <translation>空格</translation>
    </message>
    <message>
      <source>tab</source>
      <comment>reading.tab</comment>
      <translation>制表符</translation>
    </message>
    <message>
      <source>Thai</source>
      <comment>reading.thai</comment>
      <translation>泰文</translation>
    </message>
    <message>
      <source>Chinese, traditional</source>
      <comment>reading.traditional</comment>
      <translation>繁体中文</translation>
    </message>
    <message>
      <source>Turkish</source>
      <comment>reading.turkish</comment>
      <translation>土耳其文</translation>
    </message>
    <message>
      <source>Western European</source>
      <comment>reading.western</comment>
      <translation>西欧</translation>
    </message>
    <message>
      <source>Read every row</source>
      <comment>reading.whole</comment>
      <translation>读取全部行</translation>
    </message>
    <message>
      <source>Guessed: {why} (sure to {share})</source>
      <comment>reading.why</comment>
      <translation>推断依据：{why}（把握 {share}）</translation>
    </message>
    <message>
      <source>Checked against the table</source>
      <comment>reason.claims</comment>
      <translation>已与表格核对</translation>
    </message>
    <message>
      <source>{right} of {all} right</source>
      <comment>reason.claims_count</comment>
      <translation>{all} 条中 {right} 条属实</translation>
    </message>
    <message>
      <source>Copy the reasoning</source>
      <comment>reason.copy</comment>
      <translation>复制推理过程</translation>
    </message>
    <message>
      <source>The model's reasoning appears here, step by step.</source>
      <comment>reason.empty</comment>
      <translation>模型的推理会逐步显示在这里。</translation>
    </message>
    <message>
      <source>Show one line of each step</source>
      <comment>reason.fold</comment>
      <translation>每步只显示一行</translation>
    </message>
    <message>
      <source>The chart follows your words: {chart}. The thought is about the model's own choice: {other}.</source>
      <comment>reason.literal</comment>
      <translation>图表照你的话画成{chart}；下面的思考说的是模型自己的选择：{other}。</translation>
    </message>
    <message>
      <source>The model is thinking</source>
      <comment>reason.progress</comment>
      <translation>模型正在思考</translation>
    </message>
    <message>
      <source>Stopped.</source>
      <comment>reason.stopped</comment>
      <translation>已停止。</translation>
    </message>
    <message>
      <source>Reasoning</source>
      <comment>reason.title</comment>
      <translation>推理过程</translation>
    </message>
    <message>
      <source>Show all of every step</source>
      <comment>reason.unfold</comment>
      <translation>展开所有步骤</translation>
    </message>
    <message>
      <source>The model is reading the table…</source>
      <comment>reason.waiting</comment>
      <translation>模型正在阅读表格…</translation>
    </message>
    <message>
      <source>Chinese cities: rain and heat</source>
      <comment>sample.cities_zh</comment>
      <translation>城市：气温与降水</translation>
    </message>
    <message>
      <source>Weather of cities by month</source>
      <comment>sample.city_weather_en</comment>
      <translation>城市天气（英文，按月）</translation>
    </message>
    <message>
      <source>Employees and their pay</source>
      <comment>sample.employees_en</comment>
      <translation>员工与薪酬（英文）</translation>
    </message>
    <message>
      <source>Energy from source to use</source>
      <comment>sample.energy_flows_en</comment>
      <translation>能源流向（英文）</translation>
    </message>
    <message>
      <source>Monthly sales by region</source>
      <comment>sample.monthly_sales_en</comment>
      <translation>月度销售（英文）</translation>
    </message>
    <message>
      <source>Monthly sales (Chinese)</source>
      <comment>sample.monthly_sales_zh</comment>
      <translation>月度销售：分地区</translation>
    </message>
    <message>
      <source>Plan of a project</source>
      <comment>sample.project_plan_en</comment>
      <translation>项目计划（英文）</translation>
    </message>
    <message>
      <source>Steps of a purchase (Chinese)</source>
      <comment>sample.purchase_funnel_zh</comment>
      <translation>购买转化漏斗</translation>
    </message>
    <message>
      <source>From visit to sign-up</source>
      <comment>sample.signup_funnel_en</comment>
      <translation>注册转化（英文）</translation>
    </message>
    <message>
      <source>Closing prices (Chinese)</source>
      <comment>sample.stock_close_zh</comment>
      <translation>股票收盘价</translation>
    </message>
    <message>
      <source>Daily stock prices (Chinese)</source>
      <comment>sample.stock_ohlc_zh</comment>
      <translation>股票日线行情</translation>
    </message>
    <message>
      <source>Revenue of stores (Chinese, GB18030)</source>
      <comment>sample.store_revenue_zh_gb18030</comment>
      <translation>门店营收（GB18030 编码）</translation>
    </message>
    <message>
      <source>Scores by subject (Chinese)</source>
      <comment>sample.subject_scores_zh</comment>
      <translation>各科成绩</translation>
    </message>
    <message>
      <source>Visits to a website</source>
      <comment>sample.website_traffic_en</comment>
      <translation>网站访问量（英文）</translation>
    </message>
    <message>
      <source>with {names}</source>
      <comment>second.added</comment>
      <translation>加上 {names}</translation>
    </message>
    <message>
      <source>Second opinion: {model} agrees: {why}</source>
      <comment>second.agrees</comment>
      <translation>第二意见：{model} 一致：{why}</translation>
    </message>
    <message>
      <source>Both models agree</source>
      <comment>second.card_agrees</comment>
      <translation>两个模型一致</translation>
    </message>
    <message>
      <source>Second opinion</source>
      <comment>second.card_differs</comment>
      <translation>第二意见</translation>
    </message>
    <message>
      <source>a {chart} instead</source>
      <comment>second.component</comment>
      <translation>改用{chart}</translation>
    </message>
    <message>
      <source>Second opinion: {model} disagrees: {why}</source>
      <comment>second.differs</comment>
      <translation>第二意见：{model} 不同意：{why}</translation>
    </message>
    <message>
      <source>without {names}</source>
      <comment>second.dropped</comment>
      <translation>不用 {names}</translation>
    </message>
    <message>
      <source>Second opinion: {model} gave none. {why}</source>
      <comment>second.failed</comment>
      <translation>第二意见：{model} 未能给出。{why}</translation>
    </message>
    <message>
      <source>same columns in other places</source>
      <comment>second.moved</comment>
      <translation>列相同，位置不同</translation>
    </message>
    <message>
      <source>a {chart}, where the first answer has none</source>
      <comment>second.only</comment>
      <translation>用{chart}，第一个答案没有图表</translation>
    </message>
    <message>
      <source>same chart and columns, other sorting, grouping or filters</source>
      <comment>second.options</comment>
      <translation>图表和列相同，排序、汇总或筛选不同</translation>
    </message>
    <message>
      <source>same chart, same columns</source>
      <comment>second.same</comment>
      <translation>图表和列都相同</translation>
    </message>
    <message>
      <source>Second opinion: {model} finds no chart. {why}</source>
      <comment>second.silent</comment>
      <translation>第二意见：{model} 认为没有合适的图表。{why}</translation>
    </message>
    <message>
      <source>Second opinion: {model} was stopped</source>
      <comment>second.stopped</comment>
      <translation>第二意见：{model} 已停止</translation>
    </message>
    <message>
      <source>Second opinion: {model} is thinking in the background</source>
      <comment>second.thinking</comment>
      <translation>第二意见：{model} 正在后台思考</translation>
    </message>
    <message>
      <source>Second opinion</source>
      <comment>second.title</comment>
      <translation>第二意见</translation>
    </message>
    <message>
      <source>Add a column</source>
      <comment>shelf.add</comment>
      <translation>添加一列</translation>
    </message>
    <message>
      <source>{title}: {name}. Press for other columns.</source>
      <comment>shelf.change</comment>
      <translation>{title}：{name}。按下可换列。</translation>
    </message>
    <message>
      <source>Chart type</source>
      <comment>shelf.component</comment>
      <translation>图表类型</translation>
    </message>
    <message>
      <source>Drag a column here</source>
      <comment>shelf.drop</comment>
      <translation>拖入一列</translation>
    </message>
    <message>
      <source>{name} does not fit {title}</source>
      <comment>shelf.misfit</comment>
      <translation>{name}不适合{title}</translation>
    </message>
    <message>
      <source>No column fits</source>
      <comment>shelf.nothing</comment>
      <translation>没有合适的列</translation>
    </message>
    <message>
      <source>Remove {name}</source>
      <comment>shelf.remove</comment>
      <translation>移除{name}</translation>
    </message>
    <message>
      <source>needed</source>
      <comment>shelf.required</comment>
      <translation>必填</translation>
    </message>
    <message>
      <source>Edit</source>
      <comment>side.edit</comment>
      <translation>编辑</translation>
    </message>
    <message>
      <source>History</source>
      <comment>side.history</comment>
      <translation>历史</translation>
    </message>
    <message>
      <source>Reasoning</source>
      <comment>side.reasoning</comment>
      <translation>推理</translation>
    </message>
    <message>
      <source>{votes} of {samples} samples agree</source>
      <comment>status.agreement</comment>
      <translation>{samples} 次中 {votes} 次一致</translation>
    </message>
    <message>
      <source>Failed</source>
      <comment>status.failed</comment>
      <translation>失败</translation>
    </message>
    <message>
      <source>Ready for a table</source>
      <comment>status.idle</comment>
      <translation>等待打开表格</translation>
    </message>
    <message>
      <source>Reading…</source>
      <comment>status.loading</comment>
      <translation>正在读取…</translation>
    </message>
    <message>
      <source>Runs on this computer only</source>
      <comment>status.local</comment>
      <translation>仅在本机运行</translation>
    </message>
    <message>
      <source>Model: {model}</source>
      <comment>status.model</comment>
      <translation>模型：{model}</translation>
    </message>
    <message>
      <source>Done</source>
      <comment>status.ready</comment>
      <translation>完成</translation>
    </message>
    <message>
      <source>Thinking…</source>
      <comment>status.reasoning</comment>
      <translation>正在推理…</translation>
    </message>
    <message>
      <source>Descriptions go to {host}</source>
      <comment>status.remote</comment>
      <translation>属性描述会发送到 {host}</translation>
    </message>
    <message>
      <source>{seconds} s</source>
      <comment>status.seconds</comment>
      <translation>{seconds} 秒</translation>
    </message>
    <message>
      <source>{n} tokens/s</source>
      <comment>status.speed</comment>
      <translation>{n} token/秒</translation>
    </message>
    <message>
      <source>Stopped</source>
      <comment>status.stopped</comment>
      <translation>已停止</translation>
    </message>
    <message>
      <source>Opening the file…</source>
      <comment>step.</comment>
      <translation>正在打开文件…</translation>
    </message>
    <message>
      <source>Describing the attributes</source>
      <comment>step.profile</comment>
      <translation>正在分析各列</translation>
    </message>
    <message>
      <source>Reading the rows</source>
      <comment>step.read</comment>
      <translation>正在读取数据行</translation>
    </message>
    <message>
      <source>New tab</source>
      <comment>tab.new</comment>
      <translation>新标签页</translation>
    </message>
    <message>
      <source>{name}
{type}, {n} distinct</source>
      <comment>table.column_tip</comment>
      <translation>{name}
{type}，{n} 个不同值</translation>
    </message>
    <message>
      <source>{name}
{type}, {n} distinct, in {unit}</source>
      <comment>table.column_tip_unit</comment>
      <translation>{name}
{type}，{n} 个不同值，单位 {unit}</translation>
    </message>
    <message>
      <source>{n:value|values}</source>
      <comment>table.distinct_short</comment>
      <translation>{n} 个值</translation>
    </message>
    <message>
      <source>first {shown} of {rows:row|rows}</source>
      <comment>table.first</comment>
      <translation>显示前 {shown} 行，共 {rows} 行</translation>
    </message>
    <message>
      <source>missing</source>
      <comment>table.missing</comment>
      <translation>缺失</translation>
    </message>
    <message>
      <source>Table preview</source>
      <comment>table.name</comment>
      <translation>表格预览</translation>
    </message>
    <message>
      <source>{rows:row|rows} × {columns:column|columns}</source>
      <comment>table.size</comment>
      <translation>{rows} 行 × {columns} 列</translation>
    </message>
    <message>
      <source>Learning, privacy and quality</source>
      <comment>trust.title</comment>
      <translation>学习、隐私与质量</translation>
    </message>
    <message>
      <source>yes/no</source>
      <comment>type.BOOL</comment>
      <translation>布尔</translation>
    </message>
    <message>
      <source>date</source>
      <comment>type.DATE</comment>
      <translation>日期</translation>
    </message>
    <message>
      <source>number</source>
      <comment>type.DOUBLE</comment>
      <translation>小数</translation>
    </message>
    <message>
      <source>integer</source>
      <comment>type.INT</comment>
      <translation>整数</translation>
    </message>
    <message>
      <source>text</source>
      <comment>type.STR</comment>
      <translation>文本</translation>
    </message>
    <message>
      <source>Discard</source>
      <comment>welcome.discard</comment>
      <translation>不用了</translation>
    </message>
    <message>
      <source>Remove from the list</source>
      <comment>welcome.forget</comment>
      <translation>从列表中移除</translation>
    </message>
    <message>
      <source>Not closed last time: {names}</source>
      <comment>welcome.kept</comment>
      <translation>上次未关闭：{names}</translation>
    </message>
    <message>
      <source>{names} and {n} more</source>
      <comment>welcome.kept_more</comment>
      <translation>{names} 等，另有 {n} 个</translation>
    </message>
    <message>
      <source>CSV, TSV, Excel, JSON, Parquet, a database or a web page; several at once open in tabs</source>
      <comment>welcome.kinds</comment>
      <translation>支持 CSV、TSV、Excel、JSON、Parquet、数据库与网页，可一次拖入多个文件</translation>
    </message>
    <message>
      <source>Open a file…</source>
      <comment>welcome.open</comment>
      <translation>打开文件…</translation>
    </message>
    <message>
      <source>Paste a table</source>
      <comment>welcome.paste</comment>
      <translation>粘贴表格</translation>
    </message>
    <message>
      <source>Your data stays on this computer: the model runs here, without a network.</source>
      <comment>welcome.private</comment>
      <translation>数据不会离开这台电脑：模型在本机运行，不联网。</translation>
    </message>
    <message>
      <source>Recent</source>
      <comment>welcome.recent</comment>
      <translation>最近打开</translation>
    </message>
    <message>
      <source>Restore</source>
      <comment>welcome.restore</comment>
      <translation>恢复</translation>
    </message>
    <message>
      <source>Or try a sample</source>
      <comment>welcome.samples</comment>
      <translation>或试试示例数据</translation>
    </message>
    <message>
      <source>Drop a table here</source>
      <comment>welcome.title</comment>
      <translation>把表格拖到这里</translation>
    </message>
    <message>
      <source>The chart shows a sample of about {n} rows. {why}</source>
      <comment>whole.failed</comment>
      <translation>图表显示的是约 {n} 行中的样本。{why}</translation>
    </message>
    <message>
      <source>Read every row</source>
      <comment>whole.start</comment>
      <translation>读取全部行</translation>
    </message>
    <message>
      <source>The chart shows a sample of about {n} rows</source>
      <comment>whole.stopped</comment>
      <translation>图表显示的是约 {n} 行中的样本</translation>
    </message>
    <message>
      <source>Every row of the file</source>
      <comment>whole.title</comment>
      <translation>文件的全部行</translation>
    </message>
    <message>
      <source>The chart shows a sample; reading all of about {n} rows: {share}</source>
      <comment>whole.working</comment>
      <translation>图表显示的是样本；正在读取全部约 {n} 行：{share}</translation>
    </message>
    <message>
      <source>{title}: fits, press to draw. {why}</source>
      <comment>whynot.fits</comment>
      <translation>{title}：可用，按下即绘制。{why}</translation>
    </message>
    <message>
      <source>{title}: does not fit. {why}</source>
      <comment>whynot.misses</comment>
      <translation>{title}：不适用。{why}</translation>
    </message>
    <message>
      <source>Search charts</source>
      <comment>whynot.search</comment>
      <translation>搜索图表</translation>
    </message>
    <message>
      <source>{n:chart fits|charts fit} this table; {other} would need other columns.</source>
      <comment>whynot.tally</comment>
      <translation>{n} 种适用于这张表，另外 {other} 种还缺合适的列。</translation>
    </message>
    <message>
      <source>Why not another chart?</source>
      <comment>whynot.title</comment>
      <translation>为什么不用别的图表？</translation>
    </message>
  </context>
  <context>
    <name>QFileDialog</name>
    <message>
      <source>&amp;Look in:</source>
      <translation>查找范围(&amp;L)：</translation>
    </message>
    <message>
      <source>Files of &amp;type:</source>
      <translation>文件类型(&amp;T)：</translation>
    </message>
  </context>
  <context>
    <name>QAbstractFileIconProvider</name>
    <message>
      <source>Folder</source>
      <translation>文件夹</translation>
    </message>
    <message>
      <source>File</source>
      <translation>文件</translation>
    </message>
    <message>
      <source>%1 File</source>
      <translation>%1 文件</translation>
    </message>
    <message>
      <source>Drive</source>
      <translation>驱动器</translation>
    </message>
    <message>
      <source>Shortcut</source>
      <translation>快捷方式</translation>
    </message>
    <message>
      <source>Unknown</source>
      <translation>未知</translation>
    </message>
  </context>
</TS>
