"""What a frozen program needs of neadigital: its data, and the modules that it imports by name."""

from PyInstaller.utils.hooks import collect_data_files, collect_submodules

datas = collect_data_files("neadigital", includes=["data/**", "plot/*.mplstyle"])
hiddenimports = collect_submodules(
    "neadigital", filter=lambda name: "_pyinstaller" not in name
)
