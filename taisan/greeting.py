"""What is said when everything serves: where, who can log in, and how to stop."""

import subprocess
import sys

from taisan.folder import DataFolder
from taisan.services import ROOT
from taisan.supervisor import Wish


def greet(folder: DataFolder, wish: Wish, base_url: str) -> None:
    """Print the addresses, the demo accounts, and for --https a QR code that a phone can scan."""
    print(f"\n  taisan → {base_url}/\n")
    accounts = folder.read("run/accounts.json") if wish.demo else None
    if accounts:
        print(f"  Tài khoản mẫu, bấm một lần là vào · sample accounts, one tap each: {base_url}/login\n")
        for account in accounts:
            print(f"    {account['login']:<16} {account['role']:<40} {account['name']}")
        print()
    elif not wish.demo:
        print("  Chưa có tài khoản? · no account yet? taisan unit add --help, taisan user add --help\n")
    if wish.https:
        _for_phones(folder, base_url)
    print(f"  Dữ liệu · data: {folder.path}")
    print("  Nhấn Ctrl-C để dừng · press Ctrl-C to stop\n", flush=True)


def _for_phones(folder: DataFolder, base_url: str) -> None:
    print("  Quét mã này bằng điện thoại cùng mạng · scan with a phone on the same network:", flush=True)
    subprocess.run([sys.executable, "-m", "taisan.terminal_qr", f"{base_url}/"], cwd=ROOT, check=False)
    authority = folder.path / "tls" / "taisan-ca.pem"
    print("  Trình duyệt sẽ hỏi vì chứng chỉ do máy này tự cấp: chọn tiếp tục, hoặc cài tệp sau một lần.")
    print(f"  The browser asks because this machine signed it: go on, or install once: {authority}\n")
