// How the printed view looks: an ordinary record fits one sheet of Letter or A4, no text is smaller than 8.5 points, and it is readable
// without colour too.

enum PageStyle {
    /// - Parameter name: what stands at the head of every sheet but the first: characters of a UUID and a number, and nothing else.
    static func sheet(name: String) -> String {
        """
        @page{margin:9mm 13mm;@bottom-right{content:"page " counter(page) " / " counter(pages);font:8.5pt "Liberation Sans",Arial,sans-serif}@top-right{content:"\(name)";font:8.5pt "Liberation Sans",Arial,sans-serif}}
        @page:first{@top-right{content:none}}
        *{box-sizing:border-box}
        html{font:9pt/1.22 "Liberation Sans",Arial,Helvetica,sans-serif;color:#111;background:#e8e8e4;-webkit-print-color-adjust:exact;print-color-adjust:exact}
        body{max-width:190mm;margin:8mm auto;padding:12mm 13mm;background:#fff;box-shadow:0 1px 6px #0003}
        header{display:flex;justify-content:space-between;gap:8mm;border-bottom:2px solid #111;padding-bottom:2mm}
        h1{font-size:19pt;line-height:1.1;margin:0}h1 small{display:block;font-size:13pt;font-weight:400;color:#333;margin-top:1mm}
        .station{text-align:right}
        .banner{margin:3mm 0;padding:2.5mm 5mm;border:3px solid;display:flex;gap:5mm;align-items:center;break-inside:avoid}
        .banner b{font-size:30pt;line-height:1}.banner p{margin:0;font-size:17pt;font-weight:700;line-height:1.15}
        .banner p span{display:block;font-size:11.5pt;font-weight:400}
        .good{color:#0b5a28;background:#e7f5ea}.partly{color:#7a4300;background:#fff4dc}.doubt{color:#111;background:#ddd;border-style:dashed}.bad{color:#fff;background:#a01216;border-color:#5c0709}
        .notice{border:2px dashed #4a1d82;color:#4a1d82;background:#f3ecfb;padding:2mm 4mm;margin:3mm 0;font-weight:700;break-inside:avoid}
        .open{border-left:6px solid #c77700;padding:.5mm 0 .5mm 4mm;margin:0 0 3mm}.why{border-left-color:#a01216}
        .open ul{margin:.5mm 0 0;padding-left:5mm}.open li{margin-bottom:.8mm;break-inside:avoid}
        h2{font-size:11pt;margin:2mm 0 .8mm;border-bottom:1px solid #999;break-after:avoid}small,.en{font-weight:400;color:#444;font-size:8.5pt;line-height:1.2}
        .notice .en,.open .en{display:block}td:nth-child(3),td:nth-child(4){white-space:nowrap}
        dl{display:grid;gap:.7mm 5mm;margin:0}.by2{grid-template-columns:1fr 1fr}.by3{grid-template-columns:repeat(3,1fr)}.by4{grid-template-columns:repeat(4,1fr)}
        .by3 div:last-child:nth-child(3n+2),.by4 div:last-child:nth-child(4n+3){grid-column:span 2}
        dl div{break-inside:avoid}dt{font-size:8.5pt;color:#444;line-height:1.2}dd{margin:0;font-weight:600;overflow-wrap:anywhere}
        table{width:100%;border-collapse:collapse}th,td{text-align:left;vertical-align:top;padding:.6mm 3mm .6mm 0;border-bottom:1px solid #e2e2e2;overflow-wrap:break-word}
        tr{break-inside:avoid}th{font-weight:600;border-bottom:1.5px solid #666}
        .proof{display:flex;gap:4mm;border:1px solid #777;padding:2mm 3mm;margin-top:3mm;font-size:8.5pt;break-inside:avoid}
        .qr{width:34mm;height:34mm;flex:none}.proof p{margin:0 0 1mm}code{font:8.5pt "Liberation Mono","Courier New",monospace;overflow-wrap:anywhere}
        @media print{html{background:#fff}body{margin:0;padding:0;max-width:none;box-shadow:none}}
        """
    }
}
