// How the printed view looks: one column that fits A4 and Letter, readable without colour too.

enum PageStyle {
    static let sheet = """
        @page{margin:11mm 13mm}
        *{box-sizing:border-box}
        html{font:9.5pt/1.3 "Liberation Sans",Arial,Helvetica,sans-serif;color:#111;background:#e8e8e4;-webkit-print-color-adjust:exact;print-color-adjust:exact}
        body{max-width:190mm;margin:8mm auto;padding:12mm 14mm;background:#fff;box-shadow:0 1px 6px #0003}
        header{display:flex;justify-content:space-between;gap:8mm;border-bottom:2px solid #111;padding-bottom:3mm}
        h1{font-size:21pt;line-height:1.1;margin:0}h1 small{display:block;font-size:13pt;font-weight:400;color:#333;margin-top:1mm}
        .station{text-align:right;font-size:9.5pt}
        .banner{margin:4mm 0 3mm;padding:3.5mm 5mm;border:3px solid;display:flex;gap:5mm;align-items:center;break-inside:avoid}
        .banner b{font-size:34pt;line-height:1}.banner p{margin:0;font-size:18pt;font-weight:700;line-height:1.15}
        .banner p span{display:block;font-size:12.5pt;font-weight:400}
        .good{color:#0b5a28;background:#e7f5ea}.partly{color:#7a4300;background:#fff4dc}.bad{color:#fff;background:#a01216;border-color:#5c0709}
        .notice{border:2px dashed #4a1d82;color:#4a1d82;background:#f3ecfb;padding:2mm 4mm;margin:3mm 0;font-weight:700;break-inside:avoid}
        .open{border-left:6px solid #c77700;padding:1mm 0 1mm 4mm;margin:0 0 4mm}.why{border-left-color:#a01216}
        .open ul{margin:1mm 0 0;padding-left:5mm}.open li{margin-bottom:1.2mm;break-inside:avoid}
        h2{font-size:11.5pt;margin:3mm 0 .5mm;border-bottom:1px solid #999;break-after:avoid}h2 small,.en{font-weight:400;color:#444;font-size:8.2pt;line-height:1.2}
        .en{display:block}
        table{width:100%;border-collapse:collapse}th,td{text-align:left;vertical-align:top;padding:.6mm 2mm .6mm 0;border-bottom:1px solid #e2e2e2}td{overflow-wrap:anywhere}
        .wide td{overflow-wrap:break-word}
        tr{break-inside:avoid}th{font-weight:600;width:38%}thead th{width:auto;border-bottom:1.5px solid #666}
        .two{display:grid;grid-template-columns:1fr 1fr;gap:0 8mm}
        .proof{display:flex;gap:5mm;border:1px solid #777;padding:3mm;margin-top:4mm;font-size:8.8pt;break-inside:avoid}
        .qr{width:38mm;height:38mm;flex:none}.proof p{margin:0 0 1.5mm}code{font:8.5pt "Liberation Mono","Courier New",monospace;overflow-wrap:anywhere}
        @media print{html{background:#fff}body{margin:0;padding:0;max-width:none;box-shadow:none}}
        """
}
