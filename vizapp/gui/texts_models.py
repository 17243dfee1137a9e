"""The words of models, endpoints and second opinions, zh and en."""

from __future__ import annotations

from vizapp.core.language import Text


def _t(en: str, zh: str) -> Text:
    return {"en": en, "zh": zh}


MODEL_TEXTS: dict[str, Text] = {
    "action.models": _t("Models…", "模型…"),
    "models.title": _t("Models", "模型"),
    "models.here": _t("On this computer", "本机模型"),
    "models.more": _t("Get more", "获取更多"),
    "models.server": _t("Team server", "团队服务器"),
    # on this computer
    "models.intro": _t(
        "The bundled model answers at once. A larger one may judge unusual tables better, and "
        "takes longer; a trial on the sample tables shows what it is worth here.",
        "内置模型立即作答。更大的模型对少见的表格可能判断得更好，但更慢；"
        "用示例表试运行即可看到它在本机的表现。",
    ),
    "models.answers": _t("Answers:", "作答模型："),
    "models.second": _t("Second opinion:", "第二意见："),
    "models.nobody": _t("nobody", "不使用"),
    "models.second_tip": _t(
        "Asked in the background once the first answer is there; its chart joins the alternatives.",
        "第一个答案出来后在后台再问一次，其图表会加入备选。",
    ),
    "models.adapter": _t("LoRA adapter:", "LoRA 适配器："),
    "models.no_adapter": _t("none", "无"),
    "models.choose_adapter": _t("Choose…", "选择…"),
    "models.clear_adapter": _t("Remove the adapter", "移除适配器"),
    "models.adapter_files": _t("LoRA adapters", "LoRA 适配器"),
    "models.name": _t("Model", "模型"),
    "models.size": _t("Size", "大小"),
    "models.memory": _t("Memory", "内存"),
    "models.licence": _t("Licence", "许可证"),
    "models.origin": _t("Where from", "来源"),
    "models.about_size": _t("about {size}", "约 {size}"),
    "models.no_licence": _t("not stated", "未注明"),
    "models.bundled": _t("bundled", "内置"),
    "models.fetched": _t("fetched", "已下载"),
    "models.added": _t("your file", "自己的文件"),
    "models.bundled_tip": _t(
        "Comes with vizapp and cannot be removed.", "随 vizapp 提供，不能移除。"
    ),
    "models.damaged": _t("cannot be used", "无法使用"),
    "models.untaught": _t(
        "No chat template: probably not trained to follow instructions.",
        "没有对话模板：可能未经指令训练。",
    ),
    "models.add": _t("Add a GGUF file…", "添加 GGUF 文件…"),
    "models.files": _t("GGUF models", "GGUF 模型"),
    "models.try": _t("Try on the sample tables", "用示例表试运行"),
    "models.remove": _t("Remove…", "移除…"),
    "models.sure_fetched": _t(
        "Delete {name} ({size}) from this computer? It can be fetched again.",
        "从本机删除 {name}（{size}）？以后可以重新下载。",
    ),
    "models.sure_added": _t(
        "Take {name} off the list? The file stays where it is.",
        "把 {name} 移出列表？文件本身不会删除。",
    ),
    "models.do_remove": _t("Remove", "移除"),
    "models.keep": _t("Keep", "保留"),
    "models.trying": _t(
        "{name}: loading, then {n:table|tables}…", "{name}：正在加载，随后试 {n} 张表…"
    ),
    "models.trying_at": _t(
        "{name}: {done} of {n:table|tables} answered", "{name}：已答 {done} / {n} 张表"
    ),
    "models.trial_valid": _t(
        "{name}: {valid} of {n} answers valid; {same} chose the bundled model's chart, "
        "{whole} gave its whole answer.",
        "{name}：{n} 个答案中 {valid} 个有效；{same} 个与内置模型选了同一种图表，"
        "{whole} 个与其完全一致。",
    ),
    "models.trial_speed": _t(
        "On {device}: {seconds} s per answer (median), {speed} tokens/s, loaded in {load} s, "
        "memory {memory}.",
        "在 {device} 上：每个答案 {seconds} 秒（中位数），{speed} token/秒，加载 {load} 秒，"
        "内存：{memory}。",
    ),
    "models.hardware": _t(
        "This computer: {processor}. Graphics: {graphics}",
        "本机处理器：{processor}。图形处理器：{graphics}",
    ),
    "models.looking": _t("Looking for graphics processors…", "正在检测图形处理器…"),
    "models.device": _t("{device}, {free} of {total} free", "{device}，{total} 中可用 {free}"),
    "models.no_backend": _t(
        "none is used, as no graphics back end is installed.",
        "未使用，因为没有安装图形处理器后端。",
    ),
    "models.no_device": _t(
        "the back end ({backends}) finds no device.", "后端（{backends}）没有找到设备。"
    ),
    "models.bad_backend": _t("{problem}.", "{problem}。"),
    "models.at_most": _t("{size} at most", "最多 {size}"),
    "models.no_memory": _t("not told by this system", "本系统无法得知"),
    "models.trial_unable": _t("Unanswered: {names} ({why})", "未能作答：{names}（{why}）"),
    "models.progress": _t("Progress of the trial", "试运行进度"),
    # get more
    "models.internet": _t(
        "Offline until you press Download. Only then does a separate process, vizapp-download, "
        "connect to {host} and fetch the one file; your tables and questions are never sent, "
        "and the process ends with the download.",
        "在您点击“下载”之前不会联网。点击后，由独立进程 vizapp-download 连接 {host}，"
        "只下载这一个文件；您的表格和问题不会发送，下载完成后进程即结束。",
    ),
    "models.wait": _t("Expected wait", "预计等待"),
    "models.state": _t("State", "状态"),
    "models.measuring": _t("measuring…", "正在测速…"),
    "models.estimate": _t(
        "The wait is an estimate per answer, from this computer's speed measured just now "
        "({operations} billion operations/s, {bytes} GB/s from memory); a trial tells the truth.",
        "等待时间为每个答案的估计值，由刚才测得的本机速度（每秒 {operations} 亿次运算、"
        "内存 {bytes} GB/秒）推算；实际以试运行为准。",
    ),
    "models.seconds": _t("about {n} s", "约 {n} 秒"),
    "models.minutes": _t("about {n} min", "约 {n} 分钟"),
    "models.hours": _t("over an hour", "超过一小时"),
    "models.measured": _t("{n} s, measured", "{n} 秒（实测）"),
    "models.ready": _t("on this computer", "已在本机"),
    "models.available": _t("not here", "未下载"),
    "models.partly": _t("{done} of {total} here", "已有 {done} / {total}"),
    "models.connecting": _t("connecting…", "正在连接…"),
    "models.fetch": _t("{done} of {total}, {speed} MB/s", "{done} / {total}，{speed} MB/秒"),
    "models.check": _t("checking, {share}", "正在校验，{share}"),
    "models.not_fetched": _t("failed", "失败"),
    "models.download": _t("Download", "下载"),
    "models.resume": _t("Go on downloading", "继续下载"),
    "models.cancel_download": _t("Cancel", "取消"),
    "models.download_progress": _t("Progress of the download", "下载进度"),
    "models.sure_download": _t(
        "Connect to the internet and fetch {name} ({size}, {licence}) from {host}?",
        "联网从 {host} 下载 {name}（{size}，{licence}）？",
    ),
    "models.not_now": _t("Not now", "暂不"),
    "models.about": _t("{note}. Publisher: {card}", "{note}。发布页：{card}"),
    "models.tight": _t(
        "It takes about {memory} of memory, more than is free on this computer now.",
        "它需要约 {memory} 内存，多于本机目前的可用内存。",
    ),
    # team server
    "models.server_intro": _t(
        "A team's own model server with an OpenAI-compatible address (llama-server, vLLM, "
        "Ollama …) can answer first. Off until you switch it on; when it fails, this computer "
        "answers.",
        "可由团队自己的模型服务器（llama-server、vLLM、Ollama 等 OpenAI 兼容地址）优先作答。"
        "启用之前不会连接；服务器出错时由本机作答。",
    ),
    "models.address": _t("Address", "地址"),
    "models.address_hint": _t("http://server:8080/v1", "例如 http://server:8080/v1"),
    "models.server_model": _t("Model", "模型名称"),
    "models.server_model_hint": _t("empty: its first one", "留空则用第一个"),
    "models.key": _t("Key", "密钥"),
    "models.key_hint": _t("empty for none", "没有则留空"),
    "models.show_key": _t("Show the key", "显示密钥"),
    "models.test": _t("Test connection", "测试连接"),
    "models.testing": _t(
        "Asking {host} about a made-up table of two columns…",
        "正在向 {host} 询问一张虚构的两列表…",
    ),
    "models.works": _t(
        "It works: {model} answered with a {chart} in {seconds} s.",
        "连接成功：{model} 在 {seconds} 秒内给出{chart}。",
    ),
    "models.works_without": _t(
        "It works: {model} answered in {seconds} s, without a chart.",
        "连接成功：{model} 在 {seconds} 秒内作答，但没有给出图表。",
    ),
    "models.use_server": _t("Let this server answer first", "由这台服务器优先作答"),
    "models.leaves": _t("Leaves this computer", "会离开本机"),
    "models.server_on": _t("On: {host} is asked first.", "已启用：优先询问 {host}。"),
    "models.server_off": _t("Off: nothing is sent anywhere.", "未启用：不会发送任何内容。"),
    # second opinion
    "second.title": _t("Second opinion", "第二意见"),
    "second.thinking": _t(
        "Second opinion: {model} is thinking in the background", "第二意见：{model} 正在后台思考"
    ),
    "second.stopped": _t("Second opinion: {model} was stopped", "第二意见：{model} 已停止"),
    "second.failed": _t(
        "Second opinion: {model} gave none. {why}", "第二意见：{model} 未能给出。{why}"
    ),
    "second.silent": _t(
        "Second opinion: {model} finds no chart. {why}",
        "第二意见：{model} 认为没有合适的图表。{why}",
    ),
    "second.agrees": _t("Second opinion: {model} agrees: {why}", "第二意见：{model} 一致：{why}"),
    "second.differs": _t(
        "Second opinion: {model} disagrees: {why}", "第二意见：{model} 不同意：{why}"
    ),
    "second.same": _t("same chart, same columns", "图表和列都相同"),
    "second.only": _t(
        "a {chart}, where the first answer has none", "用{chart}，第一个答案没有图表"
    ),
    "second.component": _t("a {chart} instead", "改用{chart}"),
    "second.added": _t("with {names}", "加上 {names}"),
    "second.dropped": _t("without {names}", "不用 {names}"),
    "second.moved": _t("same columns in other places", "列相同，位置不同"),
    "second.options": _t(
        "same chart and columns, other sorting, grouping or filters",
        "图表和列相同，排序、汇总或筛选不同",
    ),
    "second.card_agrees": _t("Both models agree", "两个模型一致"),
    "second.card_differs": _t("Second opinion", "第二意见"),
}
