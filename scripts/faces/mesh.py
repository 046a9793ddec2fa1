"""Which points of MediaPipe's face mesh (478 points: 468 of the face, then 5 a iris) lie where.

"Right" and "left" are the person's. The indices follow the published figure of the canonical face model
(google-ai-edge/mediapipe, `face_mesh_connections`, Apache-2.0).
"""

import numpy as np

# The 68 landmarks in iBUG's order. The mesh follows the visible outline loosely; so do its jaw points.
LANDMARKS = np.array(
    [
        162, 234, 93, 58, 172, 136, 149, 148, 152, 377, 378, 365, 397, 288, 323, 454, 389,
        71, 63, 105, 66, 107, 336, 296, 334, 293, 301,
        168, 197, 5, 4, 75, 97, 2, 326, 305,
        33, 160, 158, 133, 153, 144, 362, 385, 387, 263, 373, 380,
        61, 39, 37, 0, 267, 269, 291, 405, 314, 17, 84, 181,
        78, 82, 13, 312, 308, 317, 14, 87,
    ]
)  # fmt: skip

OVAL = np.array(
    [
        10, 338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288, 397, 365, 379, 378, 400, 377,
        152, 148, 176, 149, 150, 136, 172, 58, 132, 93, 234, 127, 162, 21, 54, 103, 67, 109,
    ]
)  # fmt: skip

# Lids from the outer to the inner corner, without the corners; `ABOVE` and `BELOW` are the next rows of the mesh.
RIGHT_UPPER = np.array([246, 161, 160, 159, 158, 157, 173])
RIGHT_LOWER = np.array([7, 163, 144, 145, 153, 154, 155])
RIGHT_ABOVE = np.array([247, 30, 29, 27, 28, 56, 190])
LEFT_UPPER = np.array([466, 388, 387, 386, 385, 384, 398])
LEFT_LOWER = np.array([249, 390, 373, 374, 380, 381, 382])
LEFT_ABOVE = np.array([467, 260, 259, 257, 258, 286, 414])
RIGHT_CORNERS = (33, 133)
LEFT_CORNERS = (263, 362)
RIGHT_IRIS = np.arange(468, 473)
LEFT_IRIS = np.arange(473, 478)

MOUTH_CORNERS = (61, 291)
# Lips from the right to the left corner, without the corners.
INNER_UPPER = np.array([191, 80, 81, 82, 13, 312, 311, 310, 415])
INNER_LOWER = np.array([95, 88, 178, 87, 14, 317, 402, 318, 324])
OUTER_LOWER = np.array([146, 91, 181, 84, 17, 314, 405, 321, 375])

FACE_POINTS = 468
POINTS = 478
