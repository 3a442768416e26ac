"""Making one spelling of many: half width, capital letters, simplified characters, nothing invisible."""

from __future__ import annotations

import re
import unicodedata

MOST = 400
"""Characters that are read; nobody's address is longer, and what is cut off is told by a doubt."""

# Traditional characters of place names, each followed by its simplified one.
_PAIRS = (
    "園园棟栋單单號号樓楼門门層层東东區区縣县鎮镇鄉乡莊庄灣湾龍龙鳳凤華华麗丽豐丰廣广場场橋桥閣阁軒轩島岛濱滨陽阳雲云觀观"
    "長长興兴慶庆寧宁蘇苏滬沪漢汉馬马頭头雙双環环錦锦銀银鐵铁鋼钢銅铜鐘钟鑫鑫國国際际團团組组裡里裏里衚胡衕同間间戶户廈厦"
    "廳厅臺台檯台壩坝塊块壇坛墻墙牆墙學学實实寶宝將将專专導导屆届歲岁嶺岭幫帮幹干廠厂廟庙強强後后徑径從从愛爱慮虑戰战擔担"
    "據据擁拥斷断時时曉晓曆历書书會会條条來来極极榮荣槍枪業业樂乐標标樹树機机橫横檔档櫻樱歐欧歡欢歷历殿殿氣气溝沟滿满漁渔"
    "潔洁澤泽濟济瀋沈瀾澜灘滩無无煙烟燈灯爾尔牽牵獅狮獎奖瑪玛瓊琼產产畫画異异當当發发盤盘盧卢確确碼码禮礼禪禅禦御稅税種种"
    "穩稳筆笔節节範范築筑簡简糧粮紀纪紅红紙纸級级細细終终結结給给統统絲丝經经綠绿維维網网綿绵緯纬縱纵總总織织續续羅罗義义"
    "習习聖圣聞闻聯联聲声職职肅肃腳脚膠胶臨临與与舊旧艙舱艦舰萬万葉叶蓋盖蓮莲蔣蒋蕭萧薈荟薩萨藍蓝藝艺藥药蘆芦蘭兰處处虛虚"
    "蟲虫術术衛卫衝冲補补裝装複复見见視视覺觉親亲計计訓训記记訪访設设許许話话該该詩诗誠诚誼谊語语請请諸诸謝谢識识議议護护"
    "讓让豪豪貝贝財财貨货貫贯貴贵買买賀贺賓宾賞赏賢贤質质賽赛贊赞趙赵跡迹躍跃車车軍军軌轨輔辅輕轻輝辉輪轮轉转辦办農农這这"
    "連连進进運运過过達达遠远適适選选遷迁邊边鄧邓鄭郑鄰邻醫医釣钓鈴铃鉆钻銘铭鋒锋錢钱錫锡鍋锅鎖锁鏡镜閃闪開开閑闲闊阔關关"
    "陸陆陳陈陰阴隊队際际隨随險险隱隐雜杂雞鸡離离難难電电霧雾靈灵靜静響响頂顶項项順顺預预領领頤颐顏颜題题願愿類类顧顾顯显"
    "風风飛飞飯饭館馆駐驻騰腾驛驿體体魚鱼鮮鲜鳥鸟鴻鸿鵬鹏鶴鹤鷹鹰鹽盐麥麦黃黄點点齊齐齋斋側侧倉仓個个們们偉伟備备傑杰債债"
    "價价儀仪億亿優优兒儿兩两寫写凈净凱凯別别劇剧劉刘劍剑動动務务勝胜勞劳勢势勵励協协參参啟启員员問问喬乔嘆叹嘯啸圍围圖图"
    "圓圆壘垒壯壮壽寿夢梦夾夹奧奥婦妇孫孙宮宫寬宽審审對对尋寻層层岡冈峽峡崗岗巖岩帥帅帶带師师幣币幾几庫库應应廬庐張张彎弯"
    "彙汇彩彩徵征恆恒悅悦惠惠憲宪懷怀戲戏拋抛換换揚扬擴扩攝摄敵敌數数於于旺旺昇升暢畅暉晖東东柵栅棧栈楊杨構构樞枢橘橘檢检"
    "欄栏權权沖冲決决況况洶汹淺浅淵渊減减湧涌湯汤準准溫温滄沧漲涨漸渐潤润潯浔濃浓濕湿瀏浏瀟潇灑洒爐炉爭争狀状獨独獻献現现"
    "瑩莹瑋玮瓏珑甌瓯畝亩疊叠療疗皚皑眾众礦矿祿禄禎祯稱称穀谷積积窯窑競竞籃篮籬篱紋纹純纯紫紫綜综綢绸線线緣缘緹缇縈萦繁繁"
    "繡绣繩绳繪绘耀耀聚聚脈脉興兴莖茎荊荆菸烟葦苇蒼苍蓀荪蔭荫蕩荡薔蔷薊蓟蘇苏蘋苹虹虹蝦虾螢萤蠶蚕貳贰壹壹陸陆參叁叄叁"
)
_SIMPLE = str.maketrans(_PAIRS[::2], _PAIRS[1::2])
_ROMAN = str.maketrans({chr(0x2160 + place): str(place + 1) for place in range(12)})
_DASHES = re.compile("[-‐‑‒–—―─━﹣－ー~〜～_→>]+")
_KEPT = re.compile(
    r"[^0-9A-Z\u3400-\u9fff〇\U00020000-\U0003ffff\-#./\\:,、，。;；!！?？()（）\[\]【】《》<>|+&*\"' \n]"
)
_DOTS = re.compile(r"(?<=[\u4e00-\u9fff])[·•・‧∙](?=[\u4e00-\u9fff])")
_SPACED = re.compile(r"(?<![^ \n])([\u4e00-\u9fff]) (?=[\u4e00-\u9fff](?: |$))")
_MARK = r"[栋幢座号弄期区室间#]|楼(?![上下梯道])|层|单元|房(?![东子产屋租主客管门])"
_BEFORE_MARK = re.compile(rf"(?<=[0-9A-Z〇零一二三四五六七八九十百千两廿卅甲乙丙丁]) +(?=(?:{_MARK})(?!号?码?:))")
_ZERO = re.compile(r"(?<=[0-9])[零〇](?=[0-9])")
_LATIN = re.compile(r"(?<=[A-Z]{3}) (?=[A-Z]{3})")
_SPACES = re.compile(r" {2,}")


def fold(text: str) -> str:
    """Return a text as it is read: NFKC, capitals, simplified, one kind of dash; what no address holds is a space."""
    seen = "".join(map(_visible, text[:MOST].translate(_ROMAN)))
    plain = unicodedata.normalize("NFKC", seen).upper().translate(_SIMPLE).replace("○", "〇").replace("◯", "〇")
    plain = _DOTS.sub("", plain)
    kept = _KEPT.sub(" ", _DASHES.sub("-", plain))
    kept = _ZERO.sub("0", _LATIN.sub("", kept))
    return _BEFORE_MARK.sub("", _SPACED.sub(r"\1", _SPACES.sub(" ", kept))).strip()


def _visible(letter: str) -> str:
    """Return the letter; nothing for what joins or decorates, a space for what cannot be shown."""
    kind = unicodedata.category(letter)
    if kind in ("Cf", "Mn", "Me"):
        return ""
    return " " if kind[0] in "CZ" and letter != "\n" else letter
