"""Errors in Chinese: what the code says in English, and what the window shows.

An error carries its English message, which logs, tests and pipes share. Here each
message and hint of the code is a template, `{}` standing for what it fills in, with
its Chinese form, in which `{0}`, `{1}` ... are the same. A test reads the code and
finds every template that has no entry here.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from vizapp.core.language import Lang

# What stands in a message by itself is translated as well.
WORDS: dict[str, str] = {
    "a PDF document": " PDF 文档",
    "a picture": "图片",
    "an old Excel or Word file": "旧版 Excel 或 Word 文件",
    "a compressed file": "压缩文件",
    "a ZIP archive": " ZIP 压缩包",
    "a compressed archive": "压缩包",
    "a database": "数据库",
    "a program": "程序",
    "a model file": "模型文件",
    "binary": "二进制文件",
    "delimiter": "分隔符",
    "quote": "引号",
    "files without a suffix": "没有扩展名的文件",
    "a whole number above 0": "大于 0 的整数",
    "a number is too long": "有一个数字过长",
    "years": "年",
    "quarters": "季度",
    "months": "月",
    "days": "日",
    # what systems say of files and disks
    "No such file or directory": "没有这个文件或文件夹",
    "Permission denied": "没有权限",
    "Operation not permitted": "不允许此操作",
    "Is a directory": "这是文件夹",
    "Not a directory": "这不是文件夹",
    "File name too long": "文件名过长",
    "File too large": "文件过大",
    "No space left on device": "磁盘已满",
    "Disk quota exceeded": "超出磁盘配额",
    "Read-only file system": "磁盘是只读的",
    "Input/output error": "读写出错",
    "Invalid argument": "参数无效",
    "Invalid or incomplete multibyte or wide character": "名称含有无法使用的字符",
    "Stale file handle": "网络文件已失效",
    "Connection timed out": "连接超时",
    "Transport endpoint is not connected": "连接已断开",
    "Host is down": "主机没有响应",
    "Connection refused": "连接被拒绝",
    "Connection reset by peer": "连接被对方断开",
    "Name or service not known": "找不到这个名称",
    "Temporary failure in name resolution": "暂时无法查到这个名称",
    "Network is unreachable": "网络不可用",
    "No route to host": "无法到达主机",
    "No such device": "设备不存在",
    "Device or resource busy": "设备或资源正忙",
    "Too many open files": "打开的文件过多",
    "Cannot allocate memory": "内存不足",
}

CHINESE: dict[str, str] = {
    # components
    "No component of the library fits this table.": "组件库中没有适合这张表的图表。",
    "The table has no column of dates.": "表中没有日期列。",
    "Several columns hold dates: {}.": "有多个日期列：{0}。",
    "Name one of them.": "请说明是哪一列。",
    "“{}” has no row in that time.": "“{0}”在这段时间内没有数据。",
    "The dates run from {} to {}.": "日期范围为 {0} 至 {1}。",
    "The year was not said.": "没有说明是哪一年。",
    "“{}” knows {}, nothing finer.": "“{0}”只精确到{1}。",
    "Each needs attributes of a type that it accepts.": "每种图表都需要类型合适的列。",
    'A vis spec is an object with a list "vis".': '图表配置应是含有 "vis" 列表的对象。',
    'A chart is an object with a "name" and a "parameter".': (
        '图表应是含有 "name" 和 "parameter" 的对象。'
    ),
    "The component {} is not in the library.": "组件库中没有 {0}。",
    'The "parameter" of {} is not an object.': '{0} 的 "parameter" 不是对象。',
    "{}: {} is {}, expected the name of an attribute.": "{0}：{1} 是 {2}，应为列名。",
    "{}: {} is not a filter.": "{0}：{1} 不是筛选条件。",
    'It needs "attribute", "op" (one of {}) and "value".': (
        '需要 "attribute"、"op"({0} 之一)和 "value"。'
    ),
    "{}: {} is {}, expected {}.": "{0}：{1} 是 {2}，应为 {3}。",
    "{}: the filter value {} is not a text, number or list of those.": (
        "{0}：筛选值 {1} 不是文本、数值或它们的列表。"
    ),
    "The vis spec is not JSON: {}.": "图表配置不是 JSON: {0}。",
    "{} has no parameter {}.": "{0} 没有参数 {1}。",
    "It takes {}.": "可用的参数：{0}。",
    "Did you mean {}?": "是不是 {0}？",
    "The table has no attribute {}.": "表中没有 {0} 这一列。",
    "{} lacks its {}.": "{0} 缺少 {1}。",
    "Give it an attribute.": "请为它选一列。",
    # models
    "The sample tables are missing.": "缺少示例表。",
    "{} is a model, not a LoRA adapter.": "{0} 是模型，不是 LoRA 适配器。",
    "Add it to the models instead.": "请将它添加为模型。",
    "{} is a LoRA adapter, not a model.": "{0} 是 LoRA 适配器，不是模型。",
    "Choose it as the adapter of the model that it was made for.": ("请把它选为对应模型的适配器。"),
    # files
    "{} is a damaged {} file: {}": "{0} 是损坏的 {1} 文件：{2}",
    "Write it again.": "请重新生成这个文件。",
    "{} is a DuckDB database, and the package duckdb is not installed.": (
        "{0} 是 DuckDB 数据库，而没有安装 duckdb 组件。"
    ),
    "Install it, or export the table as Parquet or CSV.": "请安装它，或将表导出为 Parquet 或 CSV。",
    "{} is not a readable database: {}": "{0} 不是可读取的数据库：{1}",
    "Export the table as Parquet or CSV.": "请将表导出为 Parquet 或 CSV。",
    "Export the table as CSV and open that.": "请将表导出为 CSV 后再打开。",
    "{} is {}, not a table of text.": "{0} 是{1}，不是文本表格。",
    "Open a CSV, TSV, XLSX, JSON or Parquet file.": "请打开 CSV、TSV、XLSX、JSON 或 Parquet 文件。",
    "{} is not readable as text in any known encoding.": "用任何已知编码都无法读取 {0}。",
    "Save it as UTF-8 and open it again.": "请另存为 UTF-8 编码后再打开。",
    "{} cannot be read as {}: {}": "无法按 {1} 编码读取 {0}：{2}",
    "Choose another encoding.": "请选择其他编码。",
    "{} is a web page or XML without a table.": "{0} 是没有表格的网页或 XML。",
    "Save the table as CSV or XLSX.": "请将表格另存为 CSV 或 XLSX。",
    "{} is no encoding.": "{0} 不是编码名称。",
    "For example: utf-8, gb18030, cp1252.": "例如：utf-8、gb18030、cp1252。",
    "A line end cannot separate cells.": "换行符不能作为单元格的分隔符。",
    "Choose another delimiter.": "请选择其他分隔符。",
    "A header has 0 to {} rows, not {}.": "表头为 0 到 {0} 行，不能是 {1} 行。",
    "The number of lines left out is not negative.": "跳过的行数不能为负。",
    "The decimal mark is . or , and not {}.": "小数点只能是 . 或 ,,不能是 {0}。",
    "The {} is one character, not {}.": "{0}应为一个字符，不能是 {1}。",
    "{} holds a single value, not a table.": "{0} 只有一个值，不是表格。",
    "Give a list of rows.": "请给出行的列表。",
    "{} mixes rows of different kinds.": "{0} 混有不同形式的行。",
    "Give every row as an object.": "请把每一行都写成对象。",
    "{} is nested too deeply.": "{0} 嵌套过深。",
    "Row {} of {} is not an object.": "{1} 的第 {0} 行不是对象。",
    'Give each row as {{"attribute": value}}.': '请把每一行写成 {{"列名": 值}}。',
    "{} is not valid JSON: {}": "{0} 不是有效的 JSON: {1}",
    "Check that line.": "请检查该行。",
    "{} holds no table called {}.": "{0} 中没有名为 {1} 的表。",
    "It holds: {}.": "其中有：{0}。",
    "Row {} of {} has {} cells, expected {}.": "{1} 的第 {0} 行有 {2} 个单元格，应为 {3} 个。",
    "Check for an unquoted comma or another delimiter.": "请检查是否有未加引号的逗号或其他分隔符。",
    "{} holds no table.": "{0} 中没有表格。",
    "Open a file with at least one row of names.": "请打开至少有一行列名的文件。",
    "{} has no file.": "{0} 没有对应的文件。",
    "{} cannot be read any more: {}": "{0} 已无法读取：{1}",
    "{} cannot be read any more: {}.": "{0} 已无法读取：{1}。",
    "The chart stays as it is.": "图表保持不变。",
    "{} has {} columns, and vizapp reads {} at most.": "{0} 有 {1} 列，vizapp 最多读取 {2} 列。",
    "Choose another delimiter, or keep the columns that matter.": (
        "请选择其他分隔符，或只保留需要的列。"
    ),
    "{} would have {} columns, nearly all of their cells empty.": (
        "{0} 会有 {1} 列，而几乎所有单元格都是空的。"
    ),
    "Give every row the same names.": "请让每一行使用相同的列名。",
    "{} has a line of more than {} MiB.": "{0} 有一行超过 {1} MiB。",
    "Save it with one row per line, as CSV.": "请另存为每行一条记录的 CSV。",
    "Check that its drive is still connected, or copy it to this computer.": (
        "请检查所在磁盘是否仍然连接，或将文件复制到本机。"
    ),
    "Open it again.": "请重新打开。",
    "{} changed after it was opened.": "{0} 在打开之后被改动了。",
    "{} cannot be read piece by piece.": "{0} 无法分段读取。",
    "The column {} cannot be read further the way it was read so far.": (
        "列 {0} 的其余单元格无法按已有的方式读取。"
    ),
    "The chart stays that of the sample.": "图表仍显示样本。",
    "{} has more than {} different values.": "{0} 的不同取值超过 {1} 个。",
    "Choose a column with fewer, or filter the rows.": "请选择取值较少的列，或筛选行。",
    "There is no room on the disk for the values of all rows: {}": (
        "磁盘空间不足，放不下全部行的数值：{0}"
    ),
    "Make room in the folder for temporary files.": "请清理临时文件夹。",
    "Save it as CSV in UTF-8.": "请另存为 UTF-8 编码的 CSV。",
    "{} has {} MiB, more than fits.": "{0} 有 {1} MiB,超出了可用内存。",
    "Keep the rows and columns that matter, or save it as Parquet.": (
        "请只保留需要的行和列，或另存为 Parquet。"
    ),
    "{} changed while it was read.": "{0} 在读取时被改动了。",
    "Open it again once it is saved.": "请在保存完成后重新打开。",
    "{} is a folder.": "{0} 是文件夹。",
    "Open a file in it.": "请打开其中的文件。",
    "{} is a device or a pipe.": "{0} 是设备或管道。",
    "Open a file.": "请打开文件。",
    "{} does not exist.": "{0} 不存在。",
    "Check the name.": "请检查名称。",
    "{} may not be read.": "没有读取 {0} 的权限。",
    "Close it in other programs, or ask for the right to read it.": (
        "请在其他程序中关闭它，或申请读取权限。"
    ),
    "{} is a damaged archive: {}": "{0} 是损坏的压缩包：{1}",
    "Fetch it again.": "请重新获取。",
    "{} is locked or packed in an unknown way: {}": "{0} 已加密或使用未知的压缩方式：{1}",
    "Unpack it and open the file inside.": "请解压后打开其中的文件。",
    "{} is not a readable workbook: {}": "{0} 不是可读取的工作簿：{1}",
    "Save it as XLSX or CSV and open it again.": "请另存为 XLSX 或 CSV 后再打开。",
    "{} is locked or packed in an unknown way.": "{0} 已加密或使用未知的压缩方式。",
    "{} is locked with a password.": "{0} 设有密码。",
    "Save it without one and open it again.": "请取消密码后再打开。",
    # descriptions and types
    "This is not an attribute description.": "这不是属性描述。",
    'It needs "data_amount" and a list "attribute_description".': (
        '需要 "data_amount" 和列表 "attribute_description"。'
    ),
    '"data_amount" is {}, expected a number of rows.': '"data_amount" 是 {0},应为行数。',
    "Two attributes have the same name.": "有两列同名。",
    "Rename one of them.": "请给其中一列改名。",
    "Attribute {} is not an object.": "第 {0} 个属性不是对象。",
    "Attribute {} ({}) has the type {}.": "第 {0} 个属性（{1}）的类型是 {2}。",
    "One of {}.": "可选：{0}。",
    "The column {} cannot be of the type {}.": "{0} 列不能是 {1} 类型。",
    # projects and saving
    "{} is not a vizapp project, or it is damaged.": "{0} 不是 vizapp 项目，或者已损坏。",
    "This is not a vizapp project, or it is damaged.": "这不是 vizapp 项目，或者已损坏。",
    "Open the table itself, or an older copy of the project.": "请打开表格，或打开项目的旧副本。",
    "This project was written by a newer vizapp.": "这个项目由更新版本的 vizapp 写成。",
    "Install the newer one.": "请安装新版本。",
    "{} keeps only the path of its table: {}.": "{0} 只保存了表格的路径：{1}。",
    "Put the table there, or open the table itself.": "请把表格放回该处，或直接打开表格。",
    "{} cannot be written: {}.": "无法写入 {0}：{1}。",
    "{} could not be written: {}.": "无法写入 {0}：{1}。",
    "Choose another folder.": "请选择其他文件夹。",
    "Your choice could not be kept in {}: {}.": "无法把你的选择保存到 {0}：{1}。",
    "Check that the folder can be written.": "请检查该文件夹是否可写。",
    "This is no training record: {}": "这不是训练记录：{0}",
    # drawing and exporting
    "The drawing is not valid Vega-Lite: {}": "绘图结果不是有效的 Vega-Lite: {0}",
    "vizapp does not write {}.": "vizapp 不能写出 {0}。",
    "vizapp does not write pages as {}.": "vizapp 不能把页面写成 {0}。",
    "Use one of {}.": "可用：{0}。",
    "A picture cannot be {} times as large.": "图片不能放大到 {0} 倍。",
    "Use 1 to 4.": "请使用 1 到 4。",
    "This chart has no table, so there is no training record of it.": (
        "这个图表没有对应的表格，因此没有训练记录。"
    ),
    "Use another format.": "请使用其他格式。",
    "The disk is full: make room, or choose another disk.": (
        "磁盘已满：请腾出空间，或选择其他磁盘。"
    ),
    "The folder may not be written, or the file is open in another program.": (
        "没有该文件夹的写入权限，或文件正被其他程序打开。"
    ),
    "The process that draws ended unexpectedly.": "绘图进程意外结束。",
    "Try again; if this repeats, memory may be short.": "请重试；如果反复出现，可能是内存不足。",
    "The chart could not be converted: {}": "图表转换失败：{0}",
    "Choose another format or chart.": "请选择其他格式或图表。",
    "There is no chart to write yet.": "还没有可以写出的图表。",
    "Wait for the first one.": "请等第一个图表画好。",
    # the model
    "The model's answer broke off.": "模型的回答中断了。",
    "Ask again, or choose another model.": "请重试，或选择其他模型。",
    "The model's process gave no sign of work for {} seconds and was ended.": (
        "模型进程 {0} 秒没有响应，已被结束。"
    ),
    "Ask again, or choose a smaller model.": "请重试，或选择更小的模型。",
    "The model's process ended unexpectedly ({}).": "模型进程意外结束（{0}）。",
    "Ask again: a new process starts by itself. If this repeats, the model file may be damaged "
    "or memory may be short.": (
        "请重试：新的进程会自动启动。如果反复出现，可能是模型文件损坏或内存不足。"
    ),
    "The reasoner is closed.": "推理已关闭。",
    "The model is closed.": "模型已关闭。",
    "The model's process failed: {}: {}": "模型进程出错：{0}：{1}",
    "The details are in the log.": "详情见日志。",
    "The model stopped before it had answered.": "模型在给出答案之前停止了。",
    "The model gave no chart for the sample.": "模型没有为示例给出图表。",
    "llama.cpp finds no library for this processor in {}.": (
        "llama.cpp 在 {0} 中找不到适合此处理器的库。"
    ),
    "Install vizapp again.": "请重新安装 vizapp。",
    "Reinstall vizapp.": "请重新安装 vizapp。",
    "llama.cpp failed to decode (code {}).": "llama.cpp 解码失败（代码 {0}）。",
    "The model file may be damaged.": "模型文件可能已损坏。",
    "{} is not a GGUF file.": "{0} 不是 GGUF 文件。",
    "{} is cut short: its end is missing.": "{0} 不完整：缺少末尾部分。",
    "{} is no GGUF file, or it is damaged ({}).": "{0} 不是 GGUF 文件，或者已损坏（{1}）。",
    "Fetch it again, or choose another file.": "请重新获取，或选择其他文件。",
    "Choose a model in the GGUF format.": "请选择 GGUF 格式的模型。",
    "llama.cpp cannot load the model {}.": "llama.cpp 无法加载模型 {0}。",
    "The file may be damaged, cut short, or of an architecture that this version does not know. "
    "Download it again or choose another GGUF file.": (
        "文件可能损坏、不完整，或属于此版本不认识的架构。请重新下载，或选择其他 GGUF 文件。"
    ),
    "{} is no adapter of {}.": "{0} 不是 {1} 的适配器。",
    "It was made for another model. Make it anew, or go on without it.": (
        "它是为另一个模型制作的。请重新制作，或不使用它。"
    ),
    "There is not enough memory for a context of {} tokens.": (
        "内存不足以使用 {0} 个 token 的上下文。"
    ),
    "Close other programs, or choose a smaller model.": "请关闭其他程序，或选择更小的模型。",
    "The model's tokenizer cannot read the description.": "模型的分词器无法读取表格描述。",
    "The description needs {} tokens; the model reads {}.": (
        "表格描述需要 {0} 个 token,模型最多读取 {1} 个。"
    ),
    "Leave out columns, shorten the question, or choose a model with a longer context.": (
        "请去掉一些列、缩短问题，或选择上下文更长的模型。"
    ),
    "The model's context is full.": "模型的上下文已满。",
    "Leave out columns, or choose a model with a longer context.": (
        "请去掉一些列，或选择上下文更长的模型。"
    ),
    "The model file {} cannot be read: {}.": "无法读取模型文件 {0}：{1}。",
    "Check the path, or choose another GGUF file.": "请检查路径，或选择其他 GGUF 文件。",
    "llama.cpp refuses the grammar of this table.": "llama.cpp 拒绝了这张表的语法。",
    "The token is outside the grammar.": "这个 token 不在语法之内。",
    "The token {} cannot come here.": "这里不能出现 token {0}。",
    "The solution is not complete.": "答案不完整。",
    "There is no known model {}.": "没有已知的模型 {0}。",
    "Known ones: {}.": "已知的有：{0}。",
    "There is no model {}: no such file, and none of that name is installed.": (
        "没有模型 {0}：既没有这个文件，也没有安装同名的模型。"
    ),
    "Installed: {}.": "已安装：{0}。",
    "No model {} was fetched or added.": "没有下载或添加过模型 {0}。",
    "{} was made for another version of vizapp.": "{0} 是为另一个版本的 vizapp 制作的。",
    "Use the model that came with this version.": "请使用此版本自带的模型。",
    "There are no measured figures for the installed model.": "没有已安装模型的测试数据。",
    # the network
    "vizapp does not connect to {}.": "vizapp 不会连接 {0}。",
    "The self-test failed: {}": "自检失败：{0}",
    "The self-test ended without a result.": "自检没有给出结果。",
    "Run it again.": "请再运行一次。",
    "The download's process ended unexpectedly.": "下载进程意外结束。",
    "What has arrived is kept: try again to go on.": "已下载的部分会保留：重试即可继续。",
    "{} is not the address of an endpoint.": "{0} 不是服务地址。",
    "It looks like http://server:8080/v1.": "形式如 http://server:8080/v1。",
    "{} could not be fetched. {}.": "无法获取 {0}。{1}。",
    "Try again later, or name another host.": "请稍后重试，或指定其他主机。",
    "{} needs {} GiB more, and the disk has {} GiB left.": "{0} 还需要 {1} GiB,磁盘只剩 {2} GiB。",
    "Make room, or ask for the right to write there.": "请腾出空间\uff0c或申请写入权限。",
    "Make room in {}.": "请在 {0} 中腾出空间。",
    "{} cannot be read: {}.": "无法读取 {0}：{1}。",
    # our own faults
    "Something in vizapp failed: {}: {}": "vizapp 内部出错：{0}：{1}",
}


@functools.cache
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Return the templates as patterns, those that say most first."""
    ordered = sorted(CHINESE, key=lambda t: -len(t.replace("{}", "")))
    made = []
    for template in ordered:
        literal = (re.escape(part) for part in _parts(template))
        made.append((re.compile("(.*?)".join(literal), re.DOTALL), CHINESE[template]))
    return tuple(made)


def _parts(template: str) -> Iterator[str]:
    for part in template.split("{}"):
        yield part.replace("{{", "{").replace("}}", "}")


@functools.lru_cache(maxsize=256)
def say(english: str, lang: Lang) -> str:
    """Return a message, a hint, or both in one line, in that language.

    What is not known stays as it is.

    Examples
    --------
    >>> say("data.csv is a folder. Open a file in it.", "zh")
    'data.csv 是文件夹。请打开其中的文件。'
    """
    if lang == "en" or not english:
        return english
    parts: list[tuple[int, str]] = []  # how much of it one half explains, and the text then
    # A message and its hint first: alone, a message's last field would take the hint along.
    for place in re.finditer(r"(?<=\S) ", english):
        first, second = english[: place.start()], english[place.end() :]
        told, hinted = _said(first), _said(second)
        if told is not None and hinted is not None:
            return told + hinted
        if hinted is not None:
            parts.append((len(second), f"{first} {hinted}"))
        elif told is not None and first.endswith((".", "?", "!")):
            parts.append((len(first), f"{told}{second}"))
    whole = _said(english)
    if whole is not None:
        return whole
    return max(parts)[1] if parts else english


def _said(english: str) -> str | None:
    for pattern, chinese in _patterns():
        match = pattern.fullmatch(english)
        if match is not None:
            return chinese.format(*(WORDS.get(word, word) for word in match.groups()))
    return None
