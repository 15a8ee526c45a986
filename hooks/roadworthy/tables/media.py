"""Extensions of files that nobody keeps a secret's text in: pictures, fonts, sound, film, compiled code. In lower case."""

from __future__ import annotations

MEDIA = frozenset(
    (
        *"png jpg jpeg jpe gif webp ico icns bmp tif tiff avif heic heif psd ai eps xcf jxl cur tga dds hdr exr".split(),
        *"woff woff2 ttf otf eot ttc pfb".split(),
        *"mp3 mp4 m4a m4v mov avi mkv webm ogg oga ogv wav flac aac mid".split(),
        *"pdf djvu doc docx ppt pptx odt odp epub glb gltf fbx blend stl".split(),
        *"jar war class so dylib dll exe a o obj lib pdb wasm pyc pyd mo nib ttx dex apk aar whl".split(),
        *"mmdb parquet npy npz onnx pt h5 tflite safetensors bin dat".split(),
    )
)
