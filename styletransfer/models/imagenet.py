"""How torchvision's networks want their input: colours of ImageNet, (picture - mean) / deviation a channel."""

IMAGENET_MEAN = (0.485, 0.456, 0.406)
IMAGENET_STD = (0.229, 0.224, 0.225)
